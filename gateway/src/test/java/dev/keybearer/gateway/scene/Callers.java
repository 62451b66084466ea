package dev.keybearer.gateway.scene;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Keys;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifiers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Callers whose tokens a real verifier has judged. */
public final class Callers {
  private static final String ISSUER = "https://sso.example.com";
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  private Callers() {}

  /** A caller with a good token of that subject and client, each as it stands in JSON. */
  public static Verified of(String subject, String client) {
    Expectation expectation =
        Expectation.of(Issuer.oidc(ISSUER).withName("corp"), "orders")
            .withKeys(new Keys.Shared(() -> Secret.of(KEY.clone()), Algorithm.HS256));
    try (Verifiers verifiers = Verifiers.open()) {
      return (Verified)
          verifiers
              .of(expectation)
              .judge(Presentation.bearer(token(subject, client)), Duration.ofSeconds(10));
    }
  }

  /** The token of such a caller. */
  private static String token(String subject, String client) {
    long now = Instant.now().getEpochSecond();
    String claims =
        """
        {"iss":"%s","aud":"orders","sub":"%s","client_id":"%s","iat":%d,"exp":%d}\
        """
            .formatted(ISSUER, subject, client, now, now + 600);
    String header = "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}";
    String signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return signed + "." + encode(mac.doFinal(signed.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encode(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
