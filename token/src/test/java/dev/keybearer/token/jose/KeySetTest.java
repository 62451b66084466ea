package dev.keybearer.token.jose;

import static dev.keybearer.token.jose.Jwks.document;
import static dev.keybearer.token.jose.Jwks.isTaken;
import static dev.keybearer.token.jose.Jwks.secret;
import static dev.keybearer.token.jose.Jwks.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Algorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V2, V17: which keys of a set are used, and for what. */
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
  void aKeyWithoutANameBesideANamedOneIsOnlyForTokensThatNameNone() throws NotKeys {
    KeySet keys = KeySet.published(document(List.of(nameless(ONE.jwk()), TWO.jwk())));

    assertThat(keys.candidates(null, Algorithm.ES256)).hasSize(2);
    assertThat(keys.candidates("other", Algorithm.ES256)).isEmpty();
    assertThat(keys.candidates("", Algorithm.ES256)).isEmpty();
    assertThat(keys.knows("other")).isFalse();
  }

  @Test
  void whereNoKeyHasANameEachMayBeMeant() throws NotKeys {
    KeySet keys = KeySet.published(document(List.of(nameless(ONE.jwk()))));

    assertThat(keys.candidates("one", Algorithm.ES256)).hasSize(1);
    assertThat(keys.knows("one")).isTrue();
  }

  private static Map<String, String> nameless(Map<String, String> jwk) {
    Map<String, String> nameless = new LinkedHashMap<>(jwk);
    nameless.remove("kid");
    return nameless;
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

  private static SigningKey ec(String id) {
    return SigningKey.generate(id, dev.keybearer.simulator.jose.Algorithm.ES256);
  }
}
