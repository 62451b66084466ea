package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7515, RFC 7518 section 3: statements that others can verify, and keys that do not fit. */
class StatementTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Statement.Claims CLAIMS =
      new Statement.Claims("me", "ada", "https://idp.example", Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource({
    "RS256, RSA, 2048, SHA256withRSA",
    "RS384, RSA, 2048, SHA384withRSA",
    "RS512, RSA, 2048, SHA512withRSA",
    "PS256, RSA, 2048, SHA-256",
    "PS384, RSA, 2048, SHA-384",
    "PS512, RSA, 2048, SHA-512",
    "ES256, EC, 256, SHA256withECDSAinP1363Format",
    "ES384, EC, 384, SHA384withECDSAinP1363Format",
    "ES512, EC, 521, SHA512withECDSAinP1363Format",
    "EdDSA, Ed25519, 0, Ed25519"
  })
  void isVerifiedByThePublicKey(Algorithm algorithm, String family, int size, String verifier)
      throws Exception {
    KeyPair pair = Keys.pair(family, size);
    String statement = sign(Keys.pem(pair), algorithm);
    String[] parts = statement.split("\\.", -1);

    assertThat(parts).hasSize(3);
    JsonObject header = JsonObject.parse(Base64.getUrlDecoder().decode(parts[0]));
    assertThat(header.text("alg")).isEqualTo(algorithm.name());
    assertThat(header.text("kid")).isEqualTo("k1");
    assertThat(isSignedBy(pair.getPublic(), verifier, statement)).isTrue();
  }

  @Test
  void saysWhatItWasToldByTheReadersClock() throws Exception {
    String[] parts = sign(Keys.pem("EC", 256), Algorithm.ES256).split("\\.", -1);
    JsonObject claims = JsonObject.parse(Base64.getUrlDecoder().decode(parts[1]));

    assertThat(claims.text("iss")).isEqualTo("me");
    assertThat(claims.text("sub")).isEqualTo("ada");
    assertThat(claims.text("aud")).isEqualTo("https://idp.example");
    assertThat(claims.number("iat")).isEqualByComparingTo("1795168800");
    assertThat(claims.number("exp")).isEqualByComparingTo("1795169100");
  }

  /** A signature made with another curve than the algorithm names is refused everywhere. */
  @ParameterizedTest
  @CsvSource({
    "ES256, EC, 384",
    "ES256, EC, 521",
    "ES384, EC, 256",
    "ES512, EC, 256",
    "ES256, RSA, 2048",
    "RS256, EC, 256",
    "PS256, EC, 256",
    "EdDSA, EC, 256",
    "EdDSA, Ed448, 0",
    "RS256, RSA, 1024",
    "RS256, Ed25519, 0"
  })
  void refusesAKeyThatDoesNotFitItsAlgorithm(Algorithm algorithm, String family, int size) {
    SecretSource pem = Keys.pem(family, size);

    assertThatThrownBy(() -> sign(pem, algorithm))
        .isInstanceOfSatisfying(
            SecretFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(SecretFailure.Kind.MALFORMED))
        .hasMessageContaining("file:key.pem")
        .hasMessageContaining(algorithm.name())
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary",
        "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nY2FuYXJ5\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nY2FuYXJ5\n-----END RSA PRIVATE KEY-----",
        "{\"kty\":\"EC\",\"d\":\"canary\"}"
      })
  void refusesWhatIsNoKeyWithoutShowingIt(String text) {
    assertThatThrownBy(() -> sign(Keys.text(text), Algorithm.ES256))
        .isInstanceOf(SecretFailure.class)
        .hasMessageNotContaining("canary")
        .hasMessageNotContaining("Y2Fu")
        .hasNoCause();
  }

  private static String sign(SecretSource pem, Algorithm algorithm) {
    return Statement.sign(new SigningKey(pem, algorithm, "k1"), CLAIMS, NOW);
  }

  private static boolean isSignedBy(PublicKey key, String verifier, String statement)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(verifier.startsWith("SHA-") ? "RSASSA-PSS" : verifier);
    if (verifier.startsWith("SHA-")) {
      int bits = Integer.parseInt(verifier.substring(4));
      MGF1ParameterSpec mask = new MGF1ParameterSpec(verifier);
      signature.setParameter(new PSSParameterSpec(verifier, "MGF1", mask, bits / 8, 1));
    }
    int dot = statement.lastIndexOf('.');
    signature.initVerify(key);
    signature.update(statement.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(statement.substring(dot + 1)));
  }
}
