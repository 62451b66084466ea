package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** V2, V7, V17: what becomes of good tokens and good keys when something in them is changed. */
class MutationTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= \n\0é";

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "\"\"",
          "\" \"",
          "\"A\"",
          "\"AA\"",
          "\"AQAB\"",
          "\"====\"",
          "\"\\u0000\"",
          "\"\u00e9\"",
          "[]",
          "{}",
          "[\"verify\"]",
          "\"sig\"",
          "\"RSA\"",
          "\"EC\"",
          "\"OKP\"",
          "\"oct\"",
          "\"P-256\"",
          "\"P-521\"",
          "\"Ed25519\"",
          "\"X25519\"",
          "\"ES256\"",
          "\"HS256\"",
          "\"" + "A".repeat(43) + "\"",
          "\"" + "_".repeat(43) + "\"",
          "\"" + "_".repeat(342) + "\"",
          "\"" + "A".repeat(5_000) + "\"");

  private static final List<String> FEW = List.of("null", "[]", "\"\"", "\"AQAB\"", "\"oct\"");

  @Test
  void refusesATokenWithAnyOtherCharacterAnywhere() throws Exception {
    KeySet keys = KeySet.given(document("{\"kty\":\"oct\",\"k\":\"" + encoded(SECRET) + "\"}"));
    String good = hmac("{\"alg\":\"HS256\"}", "{\"sub\":\"ada\"}");
    assertThat(SignatureLayer.payload(keys, good)).isNotNull();
    List<String> accepted = new ArrayList<>();
    int cases = 0;
    for (int i = 0; i < good.length(); i++) {
      for (int j = 0; j < CHARACTERS.length(); j++) {
        char character = CHARACTERS.charAt(j);
        if (character != good.charAt(i)) {
          cases++;
          String changed = good.substring(0, i) + character + good.substring(i + 1);
          if (SignatureLayer.payload(keys, changed) != null) {
            accepted.add(changed);
          }
        }
      }
    }

    assertThat(cases).as("cases run").isEqualTo(good.length() * (CHARACTERS.length() - 1));
    assertThat(accepted).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "PS256", "ES256", "ES384", "ES512", "EDDSA"})
  void refusesSignaturesOfEveryLengthAndNeverFails(Algorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate("k", algorithm);
    KeySet keys = KeySet.published(document(json(key.jwk())));
    String header = "{\"alg\":\"" + algorithm.jose() + "\",\"kid\":\"k\"}";
    String good = Jws.sign(key, header, "{}");
    assertThat(SignatureLayer.payload(keys, good)).isNotNull();
    Random random = new Random(2);
    String start = good.substring(0, good.lastIndexOf('.') + 1);

    for (int length = 0; length <= 520; length++) {
      byte[] signature = new byte[length];
      assertThat(SignatureLayer.payload(keys, start + encoded(signature))).isNull();
      random.nextBytes(signature);
      assertThat(SignatureLayer.payload(keys, start + encoded(signature))).isNull();
    }
  }

  /** Whatever one key is, the other is found: nothing but a refusal comes of reading it. */
  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "EDDSA"})
  void readsTheOtherKeyWhateverOneOfThemIs(Algorithm algorithm) throws Exception {
    Map<String, String> jwk = SigningKey.generate("k", algorithm).jwk();
    String other = json(SigningKey.generate("other", Algorithm.ES384).jwk());
    List<String> members = new ArrayList<>(jwk.keySet());
    members.addAll(List.of("key_ops", "d", "p", "x5c", "x5t", "k", "oth", "exp"));
    int cases = 0;
    for (String first : members) {
      for (String value : VALUES) {
        for (String second : FEW) {
          cases++;
          String next = members.get((members.indexOf(first) + 1) % members.size());
          String changed = changed(changed(json(jwk), first, value), next, second);
          KeySet keys = KeySet.published(document(changed + "," + other));
          assertThat(keys.knows("other")).as(changed).isTrue();
        }
      }
    }

    assertThat(cases).as("cases run").isEqualTo(members.size() * VALUES.size() * FEW.size());
  }

  private static String changed(String json, String member, String value) {
    String start = "\"" + member + "\":";
    int at = json.indexOf(start);
    if (at < 0) {
      return json.substring(0, json.length() - 1) + "," + start + value + "}";
    }
    int from = at + start.length();
    int to = json.indexOf('"', from + 1) + 1;
    return json.substring(0, from) + value + json.substring(to);
  }

  private static String json(Map<String, String> members) {
    List<String> texts = new ArrayList<>();
    members.forEach((name, value) -> texts.add("\"" + name + "\":\"" + value + "\""));
    return "{" + String.join(",", texts) + "}";
  }

  private static byte[] document(String keys) {
    return ("{\"keys\":[" + keys + "]}").getBytes(UTF_8);
  }

  private static String hmac(String header, String payload) throws Exception {
    String signed = encoded(header) + "." + encoded(payload);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return signed + "." + encoded(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
