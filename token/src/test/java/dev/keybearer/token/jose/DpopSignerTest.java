package dev.keybearer.token.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Prover;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs of our own (RFC 9449 section 4.2). */
class DpopSignerTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  /** The token of RFC 9449 section 7.1 and its hash in the proof there. */
  private static final String TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

  private static final String TOKEN_HASH = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";

  private final FakeTime time = new FakeTime(NOW);
  private final DpopSigner signer = DpopSigner.random(time);

  @Test
  void saysWhatTheExampleOfTheRfcSays() throws Exception {
    Compact proof = proof("GET", "https://resource.example.org/protectedresource", null, TOKEN);

    assertThat(proof.header().type()).isEqualTo("dpop+jwt");
    assertThat(proof.header().algorithm()).isEqualTo(Algorithm.ES256);
    JsonObject claims = proof.claims();
    assertThat(claims.names()).containsExactlyInAnyOrder("jti", "htm", "htu", "iat", "ath");
    assertThat(claims.text("htm")).isEqualTo("GET");
    assertThat(claims.text("htu")).isEqualTo("https://resource.example.org/protectedresource");
    assertThat(claims.text("ath")).isEqualTo(TOKEN_HASH);
    assertThat(claims.number("iat")).isEqualByComparingTo(String.valueOf(NOW.getEpochSecond()));
  }

  @Test
  void carriesThePublicKeyThatItIsSignedWithAndNothingElseOfIt() throws Exception {
    Compact proof = proof("POST", "https://server.example.com/token", null, null);
    VerifyingKey key = DpopKey.of(proof);

    assertThat(key.verifies(proof, Algorithm.ES256)).isTrue();
    assertThat(key.thumbprint()).isEqualTo(signer.thumbprint());
    assertThat(Objects.requireNonNull(proof.headerObject().object("jwk")).names())
        .containsExactlyInAnyOrder("kty", "crv", "x", "y");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/b?c=d,    https://a.example/b",
    "https://a.example/b#c,      https://a.example/b",
    "https://a.example/b?c=d#e,  https://a.example/b",
    "https://a.example/b#c?d,    https://a.example/b",
    "https://a.example/?,        https://a.example/"
  })
  void leavesQueryAndFragmentOut(String target, String named) throws Exception {
    assertThat(proof("GET", target, null, null).claims().text("htu")).isEqualTo(named);
  }

  @Test
  void holdsTheNonceItIsGivenAndNeverTheSameId() throws Exception {
    Compact one = proof("GET", "https://a.example/", "eyJ7S_zG.eyJH0-Z.HX4w-7v", null);
    Compact other = proof("GET", "https://a.example/", "eyJ7S_zG.eyJH0-Z.HX4w-7v", null);

    assertThat(one.claims().text("nonce")).isEqualTo("eyJ7S_zG.eyJH0-Z.HX4w-7v");
    assertThat(one.claims().text("jti")).isNotEqualTo(other.claims().text("jti"));
    assertThat(one.claims().has("ath")).isFalse();
  }

  @Test
  void isTheSameAfterItWasKept() throws Exception {
    DpopSigner again = Objects.requireNonNull(DpopSigner.parse(signer.secret(), time));

    assertThat(again.thumbprint()).isEqualTo(signer.thumbprint());
    Compact proof =
        Compact.parse(
            again.prove(new Prover.Request("GET", URI.create("https://a.example/"), null), null));
    assertThat(DpopKey.of(proof).verifies(proof, Algorithm.ES256)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
        // RFC 7517 appendix A.1: a public key
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
            + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}",
        "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ\"}"
      })
  void readsNoKeyFromWhatIsNone(String text) {
    assertThat(DpopSigner.parse(Secret.of(text), time)).isNull();
  }

  @Test
  void showsNothingThatSigns() {
    assertThat(signer.toString()).isEqualTo("DpopSigner[" + signer.thumbprint() + "]");
  }

  private Compact proof(
      String method, String target, @Nullable String nonce, @Nullable String token)
      throws NotCompact {
    return Compact.parse(
        signer.prove(new Prover.Request(method, URI.create(target), nonce), token));
  }
}
