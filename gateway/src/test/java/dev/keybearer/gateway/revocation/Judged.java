package dev.keybearer.gateway.revocation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Keys;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Revocations;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes tokens that a shared secret signs, and judges them. */
final class Judged implements AutoCloseable {
  static final String CORP = "https://corp.example";
  static final String OTHER = "https://other.example";
  static final Secret NAMES = Secret.of("the key of names");

  private static final String SECRET = "a secret of thirty-two characters";
  private static final String HEADER = "{\"alg\":\"HS256\"}";

  private final Verifiers verifiers;
  private final Verifier verifier;

  Judged() {
    this(Revocations.none());
  }

  Judged(Revocations revocations) {
    verifiers =
        Verifiers.open(
            Verifiers.Options.STANDARD
                .withFingerprintKey(NAMES)
                .withRevocations(revocations)
                .withMostVerdicts(0));
    verifier = verifiers.of(expectation(CORP), expectation(OTHER));
  }

  private static Expectation expectation(String issuer) {
    return Expectation.ofAnyAudience(Issuer.oidc(issuer))
        .withKeys(new Keys.Shared(() -> Secret.of(SECRET), Algorithm.HS256));
  }

  static Fingerprinter names() {
    return new Fingerprinter(NAMES);
  }

  /** A token with these claims. */
  static String token(Says says) {
    String signed = part(HEADER.getBytes(US_ASCII)) + "." + part(says.json().getBytes(US_ASCII));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(US_ASCII), "HmacSHA256"));
      return signed + "." + part(mac.doFinal(signed.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  Verdict judge(String token) {
    return verifier.judge(Presentation.bearer(token), Duration.ofSeconds(10));
  }

  Verified verified(String token) {
    Verdict verdict = judge(token);
    assertThat(verdict).isInstanceOf(Verified.class);
    return (Verified) verdict;
  }

  Verified verified(Says says) {
    return verified(token(says));
  }

  @Override
  public void close() {
    verifiers.close();
  }

  /** What a token says; every one of them is another. */
  record Says(
      String issuer, String jti, String subject, String client, @Nullable Instant issuedAt) {
    static Says of(String jti, String subject, String client) {
      return new Says(CORP, jti, subject, client, Instant.EPOCH);
    }

    Says from(String newIssuer) {
      return new Says(newIssuer, jti, subject, client, issuedAt);
    }

    Says issued(@Nullable Instant moment) {
      return new Says(issuer, jti, subject, client, moment);
    }

    private String json() {
      String iat =
          issuedAt == null
              ? ""
              : "\"iat\":%d.%03d,"
                  .formatted(issuedAt.getEpochSecond(), issuedAt.getNano() / 1_000_000);
      return "{%s\"iss\":\"%s\",\"jti\":\"%s\",\"sub\":\"%s\",\"client_id\":\"%s\",\"exp\":4102444800}"
          .formatted(iat, issuer, jti, subject, client);
    }
  }
}
