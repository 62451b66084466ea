package dev.keybearer.gateway.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.keybearer.gateway.scene.Corpora;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Signatures of Standard Webhooks (W1), by vectors of others and by their reference library. */
class HookSecretTest {
  private static final int VECTORS = 14;
  private static final String RIGHT = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  /** A signature is a matter of secret, id, stamp and body; a valid vector is made exactly so. */
  @TestFactory
  Stream<DynamicTest> signsAsTheVectorsDo() throws IOException {
    List<Map<String, String>> vectors = vectors();
    assertThat(vectors).hasSize(VECTORS);
    return vectors.stream()
        .map(each -> dynamicTest(each.getOrDefault("name", ""), () -> check(each)));
  }

  private static void check(Map<String, String> vector) {
    String secret = vector.getOrDefault("secret", "");
    if (vector.getOrDefault("expect", "").equals("error")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Hooks.secret(secret));
      return;
    }
    String stamp = vector.getOrDefault("webhook-timestamp", "");
    if (!stamp.matches("[0-9]+")) {
      return; // nobody here ever signs such a stamp
    }
    String signed =
        Hooks.secret(secret)
            .sign(
                vector.getOrDefault("webhook-id", ""),
                Long.parseLong(stamp),
                vector.getOrDefault("body", "").getBytes(UTF_8));
    List<String> given = List.of(vector.getOrDefault("webhook-signature", "").split(" "));
    boolean late = !vector.getOrDefault("now", "").equals(stamp);
    boolean valid = vector.getOrDefault("expect", "").equals("valid");
    assertThat(given.contains(signed)).isEqualTo(valid || late);
    assertThat(signed.equals(RIGHT)).isEqualTo(vector.getOrDefault("body", "").contains(" "));
  }

  private static List<Map<String, String>> vectors() throws IOException {
    String text = Files.readString(Corpora.folder("standard-webhooks").resolve("vectors.json"));
    List<Map<String, String>> objects = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      Map<String, String> current = new HashMap<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          current = new HashMap<>();
        } else if (token == JsonToken.END_OBJECT) {
          objects.add(current);
        } else if (token.isScalarValue()) {
          current.put(json.currentName(), json.getString());
        }
      }
    }
    Map<String, String> defaults = objects.removeFirst();
    objects.removeLast(); // the file itself
    objects.forEach(each -> defaults.forEach(each::putIfAbsent));
    return objects;
  }

  @Test
  void satisfiesTheReferenceLibrary() throws WebhookVerificationException {
    long now = Instant.now().getEpochSecond();
    String body = "{\"a\":\"\\u00e4\"}";
    String signature = Hooks.secret(Hooks.SECRET).sign("msg_1", now, body.getBytes(UTF_8));

    new Webhook(Hooks.SECRET).verify(body, headers(now, signature));
    assertThatThrownBy(() -> new Webhook(Hooks.OTHER_SECRET).verify(body, headers(now, signature)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  private static Map<String, List<String>> headers(long now, String signature) {
    return Map.of(
        "webhook-id", List.of("msg_1"),
        "webhook-timestamp", List.of(Long.toString(now)),
        "webhook-signature", List.of(signature));
  }

  @Test
  void takesSecretsOf24To64OctetsAndNoOthers() {
    assertThat(parsed(24)).isNotNull();
    assertThat(parsed(64)).isNotNull();
    assertThatIllegalArgumentException().isThrownBy(() -> parsed(23));
    assertThatIllegalArgumentException().isThrownBy(() -> parsed(65));
  }

  private static HookSecret parsed(int octets) {
    return Hooks.secret("whsec_" + Base64.getEncoder().encodeToString(new byte[octets]));
  }

  /** H1: what is wrong with a secret is said without saying the secret. */
  @ParameterizedTest
  @ValueSource(strings = {"whsec_hunter2!hunter2!hunter2!hunter2!", "hunter2", "whsec_"})
  void tellsNobodyTheSecretThatItRefuses(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HookSecret.parse(Secret.of(text)))
        .withNoCause()
        .withMessageContaining("openssl rand")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter"));
    assertThat(Hooks.secret(Hooks.SECRET).toString()).isEqualTo("HookSecret[***]");
  }
}
