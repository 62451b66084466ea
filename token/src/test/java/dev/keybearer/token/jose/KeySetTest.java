package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V2, V3, V17: which keys of a set are used, and for what. */
class KeySetTest {
  private static final SigningKey ONE = ec("one");
  private static final SigningKey TWO = ec("two");

  @Test
  void takesAsManyKeysAsItMay() throws NotKeys {
    List<Map<String, ?>> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add(with(ONE.jwk(), "kid", "k" + i));
    }

    assertThat(KeySet.published(document(keys)).keys()).hasSize(100);
    keys.add(with(ONE.jwk(), "kid", "k100"));
    assertThatThrownBy(() -> KeySet.published(document(keys)))
        .isInstanceOf(NotKeys.class)
        .hasMessage("more than 100 keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"keys\":null}",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "{\"keys\":[1]}",
        "{\"keys\":[null]}",
        "{\"keys\":[[]]}",
        "{\"keys\":[{}]}",
        "{\"keys\":[{\"kty\":\"EC\"}],\"keys\":[]}",
        "{\"keys\":[{\"kty\":1}]}",
        "{\"keys\":[{\"kty\":\"XY\"}]}"
      })
  void refusesWhatIsNoKeySet(String document) {
    assertThatThrownBy(() -> KeySet.published(document.getBytes(UTF_8)))
        .isInstanceOf(NotKeys.class);
  }

  @ParameterizedTest
  @CsvSource({"2047, false", "2048, true", "2049, true", "8191, true", "8192, true", "8193, false"})
  void takesRsaKeysWithinTheirBounds(int bits, boolean taken) {
    Map<String, ?> key = rsa(BigInteger.ONE.shiftLeft(bits - 1).setBit(0), exponent(65_537));

    assertThat(isTaken(key)).isEqualTo(taken);
  }

  @Test
  void takesRsaKeysWithSoundExponents() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);

    assertThat(isTaken(rsa(modulus, exponent(0)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(1)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(2)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(3)))).isTrue();
    assertThat(isTaken(rsa(modulus, exponent(65_536)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(65_537)))).isTrue();
    assertThat(isTaken(rsa(modulus, BigInteger.ONE.shiftLeft(63).setBit(0)))).isTrue();
    assertThat(isTaken(rsa(modulus, BigInteger.ONE.shiftLeft(64).setBit(0)))).isFalse();
    assertThat(isTaken(rsa(modulus, modulus))).isFalse();
  }

  @Test
  void doesNotCountZeroBytesBeforeAModulus() {
    byte[] padded = new byte[2 * 256];
    BigInteger weak = BigInteger.ONE.shiftLeft(1023).setBit(0);
    byte[] bytes = weak.toByteArray();
    System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);

    assertThat(isTaken(with(rsa(weak, exponent(3)), "n", encoded(padded)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "31, ''",
    "32, HS256",
    "47, HS256",
    "48, HS256 HS384",
    "63, HS256 HS384",
    "64, HS256 HS384 HS512",
    "1000, HS256 HS384 HS512"
  })
  void takesASecretForHashesThatAreNoLonger(int bytes, String algorithms) throws NotKeys {
    byte[] document = document(List.of(secret("s", new byte[bytes])));
    if (algorithms.isEmpty()) {
      assertThatThrownBy(() -> KeySet.given(document)).isInstanceOf(NotKeys.class);
      return;
    }

    assertThat(KeySet.given(document).keys().get(0).algorithms())
        .extracting(Algorithm::name)
        .containsExactlyInAnyOrder(algorithms.split(" "));
  }

  @Test
  void takesNoSecretFromAnIssuer() throws NotKeys {
    Map<String, ?> secret = secret("one", new byte[64]);

    KeySet keys = KeySet.published(document(List.of(secret, ONE.jwk())));

    assertThat(keys.candidates("one", Algorithm.HS256)).isEmpty();
    assertThat(keys.candidates("one", Algorithm.ES256)).hasSize(1);
    assertThat(keys.unusable())
        .containsExactly("a secret was published: whoever has read it can sign");
  }

  @Test
  void takesNoKeyWhosePrivateHalfWasPublished() {
    assertThat(isTaken(with(ONE.jwk(), "d", "AAAA"))).isFalse();
  }

  @Test
  void mixesNoSecretsWithPublicKeys() {
    byte[] mixed = document(List.of(secret("s", new byte[32]), ONE.jwk()));

    assertThatThrownBy(() -> KeySet.given(mixed))
        .hasMessage("secrets and public keys are mixed: give one kind only");
  }

  @Test
  void takesNeitherOfTwoKeysOfOneName() throws NotKeys {
    Map<String, ?> other = with(TWO.jwk(), "kid", "one");

    KeySet keys = KeySet.published(document(List.of(ONE.jwk(), other, TWO.jwk())));

    assertThat(keys.knows("one")).isFalse();
    assertThat(keys.knows("two")).isTrue();
    assertThat(keys.unusable())
        .containsExactly(
            "two keys share a key id and an algorithm", "two keys share a key id and an algorithm");
    assertThatThrownBy(() -> KeySet.published(document(List.of(ONE.jwk(), other))))
        .isInstanceOf(NotKeys.class);
  }

  @Test
  void takesTwoKeysOfOneNameForDifferentAlgorithms() throws NotKeys {
    SigningKey ed = SigningKey.generate("one", dev.keybearer.simulator.jose.Algorithm.EDDSA);

    KeySet keys = KeySet.published(document(List.of(ONE.jwk(), ed.jwk())));

    assertThat(keys.candidates("one", Algorithm.ES256)).hasSize(1);
    assertThat(keys.candidates("one", Algorithm.EdDSA)).hasSize(1);
  }

  @Test
  void takesOneKeyThatStandsThereTwice() throws NotKeys {
    KeySet keys = KeySet.published(document(List.of(ONE.jwk(), ONE.jwk())));

    assertThat(keys.candidates("one", Algorithm.ES256)).isNotEmpty();
    assertThat(keys.unusable()).isEmpty();
    assertThat(keys.isSameAs(KeySet.published(document(List.of(ONE.jwk()))))).isTrue();
  }

  @Test
  void triesThreeKeysForATokenThatNamesNone() throws NotKeys {
    List<Map<String, ?>> three = List.of(ONE.jwk(), TWO.jwk(), ec("three").jwk());
    List<Map<String, ?>> four = new ArrayList<>(three);
    four.add(ec("four").jwk());

    assertThat(KeySet.published(document(three)).candidates(null, Algorithm.ES256)).hasSize(3);
    assertThat(KeySet.published(document(four)).candidates(null, Algorithm.ES256)).hasSize(3);
    assertThat(KeySet.published(document(four)).candidates("four", Algorithm.ES256)).hasSize(1);
  }

  @Test
  void aKeyWithoutANameIsOnlyForTokensThatNameNone() throws NotKeys {
    Map<String, String> nameless = new LinkedHashMap<>(ONE.jwk());
    nameless.remove("kid");

    KeySet keys = KeySet.published(document(List.of(nameless)));

    assertThat(keys.candidates(null, Algorithm.ES256)).hasSize(1);
    assertThat(keys.candidates("one", Algorithm.ES256)).isEmpty();
    assertThat(keys.candidates("", Algorithm.ES256)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "use, enc",
    "use, ''",
    "use, SIG",
    "alg, ES384",
    "alg, es256",
    "alg, RS256",
    "alg, HS256",
    "alg, ECDH-ES",
    "alg, none",
    "alg, ''",
    "crv, P-384",
    "crv, secp256k1",
    "crv, P-256K",
    "crv, ''",
    "kty, RSA",
    "kty, oct",
    "kty, OKP",
    "kty, ec",
    "x, ''",
    "y, AAAA",
    "key_ops, verify",
    "x, not base64url"
  })
  void oneBadKeySpoilsNoOther(String member, String value) throws NotKeys {
    Map<String, ?> bad = with(ONE.jwk(), member, value);

    KeySet keys = KeySet.published(document(List.of(bad, TWO.jwk())));

    assertThat(keys.keys()).extracting(VerifyingKey::id).containsExactly("two");
    assertThat(keys.unusable()).hasSize(1);
    assertThat(keys.unusable().get(0)).doesNotContain(String.valueOf(ONE.jwk().get("x")));
  }

  @Test
  void obeysWhatAKeyIsForWhateverItsForm() {
    assertThat(isTaken(with(ONE.jwk(), "key_ops", List.of("verify")))).isTrue();
    assertThat(isTaken(with(ONE.jwk(), "key_ops", List.of("sign", "verify")))).isTrue();
    assertThat(isTaken(with(ONE.jwk(), "key_ops", List.of("sign")))).isFalse();
    assertThat(isTaken(with(ONE.jwk(), "key_ops", List.of("encrypt")))).isFalse();
    assertThat(isTaken(with(ONE.jwk(), "key_ops", List.of()))).isFalse();
    assertThat(isTaken(with(ONE.jwk(), "key_ops", List.of("verify", 1)))).isFalse();
    assertThat(isTaken(with(ONE.jwk(), "use", List.of("sig")))).isFalse();
    assertThat(isTaken(with(ONE.jwk(), "alg", List.of("ES256")))).isFalse();
    assertThat(isTaken(with(ONE.jwk(), "kid", 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 57})
  void takesAnEdwardsKeyOfItsLengthOnly(int length) {
    Map<String, ?> key = Map.of("kty", "OKP", "crv", "Ed25519", "x", encoded(new byte[length]));

    assertThat(isTaken(key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed448", "X25519", "X448"})
  void takesNoOtherEdwardsCurve(String curve) {
    assertThat(isTaken(Map.of("kty", "OKP", "crv", curve, "x", encoded(new byte[32])))).isFalse();
  }

  @Test
  void takesNoPointThatIsNotOnItsCurve() {
    Map<String, ?> key = with(ONE.jwk(), "y", encoded(new byte[32]));

    assertThat(isTaken(key)).isFalse();
  }

  @Test
  void ignoresCertificatesBesideAKey() {
    Map<String, Object> key = with(ONE.jwk(), "x5c", List.of("not a certificate"));
    key.put("x5u", "https://attacker.example/");
    key.put("x5t", 17);

    assertThat(isTaken(key)).isTrue();
  }

  @Test
  void isTheSameWhateverTheOrder() throws NotKeys {
    KeySet keys = KeySet.published(document(List.of(ONE.jwk(), TWO.jwk())));

    assertThat(keys.isSameAs(KeySet.published(document(List.of(TWO.jwk(), ONE.jwk()))))).isTrue();
    assertThat(keys.isSameAs(KeySet.published(document(List.of(ONE.jwk()))))).isFalse();
    Map<String, ?> replaced = with(TWO.jwk(), "kid", "one");
    Map<String, ?> kept = with(ONE.jwk(), "kid", "two");
    assertThat(keys.isSameAs(KeySet.published(document(List.of(replaced, kept))))).isFalse();
  }

  private static boolean isTaken(Map<String, ?> key) {
    try {
      return KeySet.published(document(List.of(key))).keys().size() == 1;
    } catch (NotKeys refused) {
      return false;
    }
  }

  private static SigningKey ec(String id) {
    return SigningKey.generate(id, dev.keybearer.simulator.jose.Algorithm.ES256);
  }

  private static Map<String, Object> rsa(BigInteger modulus, BigInteger exponent) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("kty", "RSA");
    key.put("n", encoded(unsigned(modulus)));
    key.put("e", encoded(unsigned(exponent)));
    return key;
  }

  private static BigInteger exponent(long value) {
    return BigInteger.valueOf(value);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static Map<String, ?> secret(String id, byte[] secret) {
    return Map.of("kty", "oct", "kid", id, "k", encoded(secret));
  }

  private static Map<String, Object> with(Map<String, ?> key, String member, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(key);
    changed.put(member, value);
    return changed;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] document(List<? extends Map<String, ?>> keys) {
    return JsonText.of(Map.of("keys", keys));
  }
}
