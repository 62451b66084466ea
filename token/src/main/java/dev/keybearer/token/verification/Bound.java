package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.verification.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Tokens that are bound to a key or certificate by {@code cnf} (RFC 7800, RFC 9449, RFC 8705). */
final class Bound implements Binding {
  private static final Refused PLAIN =
      Refused.of(Reason.UNPROVED, "it is bound to a key and came as a plain bearer token");
  private static final Refused UNBOUND =
      Refused.of(Reason.UNPROVED, "it came with the scheme DPoP and is bound to no key");
  private static final Refused UNKNOWN =
      Refused.of(Reason.UNPROVED, "it is bound in a way that cannot be checked here");
  private static final Refused NO_CERTIFICATE =
      Refused.of(Reason.UNPROVED, "it is bound to a certificate, and another or none was shown");

  Bound(Proofs proofs) {}

  @Override
  public @Nullable Refused objection(Claims claims, Presentation presented) {
    boolean bound = claims.isBound();
    if (!bound) {
      return presented.scheme() == Presentation.Scheme.DPOP ? UNBOUND : null;
    }
    JsonObject confirmation = claims.confirmation();
    if (confirmation == null) {
      return UNKNOWN;
    }
    return confirmation.has("x5t#S256") ? certificate(confirmation, presented) : PLAIN;
  }

  private static @Nullable Refused certificate(JsonObject confirmation, Presentation presented) {
    X509Certificate shown = presented.certificate();
    String expected = confirmation.text("x5t#S256");
    if (shown == null || expected == null) {
      return NO_CERTIFICATE;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
      String found = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
      boolean same =
          MessageDigest.isEqual(
              found.getBytes(StandardCharsets.US_ASCII), expected.getBytes(StandardCharsets.UTF_8));
      return same ? null : NO_CERTIFICATE;
    } catch (GeneralSecurityException e) {
      return NO_CERTIFICATE;
    }
  }
}
