package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.verification.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are bound to a key or certificate by {@code cnf} (RFC 7800). Everything that stands
 * there has to be shown; what is not understood cannot be.
 *
 * <pre>
 *   cnf: { "jkt":      thumbprint of the key of the DPoP proof       RFC 9449 section 6.1
 *          "x5t#S256": SHA-256 of the certificate of the handshake } RFC 8705 section 3.1
 * </pre>
 */
final class Bound implements Binding {
  private static final String KEY = "jkt";
  private static final String CERTIFICATE = "x5t#S256";
  private static final Set<String> KNOWN = Set.of(KEY, CERTIFICATE);

  private static final Refused UNBOUND =
      Refused.of(Reason.UNPROVED, "it came with the scheme DPoP and is bound to no key");
  private static final Refused UNKNOWN =
      Refused.of(Reason.UNPROVED, "it is bound in a way that cannot be checked here");
  private static final Refused NO_CERTIFICATE =
      Refused.of(Reason.UNPROVED, "it is bound to a certificate, and another or none was shown");

  private final Possession possession;

  Bound(Possession possession) {
    this.possession = possession;
  }

  @Override
  public @Nullable Refused objection(Claims claims, Presentation presented) {
    boolean proved = presented.scheme() == Presentation.Scheme.DPOP;
    if (!claims.isBound()) {
      return proved ? UNBOUND : null;
    }
    JsonObject confirmation = claims.confirmation();
    if (confirmation == null
        || confirmation.names().isEmpty()
        || !KNOWN.containsAll(confirmation.names())) {
      return UNKNOWN;
    }
    if (confirmation.has(CERTIFICATE) && !isShown(confirmation.text(CERTIFICATE), presented)) {
      return NO_CERTIFICATE;
    }
    if (!confirmation.has(KEY)) {
      return proved ? UNBOUND : null;
    }
    String thumbprint = confirmation.text(KEY);
    return thumbprint == null ? UNKNOWN : possession.objection(thumbprint, presented);
  }

  private static boolean isShown(@Nullable String expected, Presentation presented) {
    X509Certificate shown = presented.certificate();
    if (shown == null || expected == null) {
      return false;
    }
    try {
      byte[] found = Sha256.text(shown.getEncoded()).getBytes(StandardCharsets.US_ASCII);
      return MessageDigest.isEqual(found, expected.getBytes(StandardCharsets.UTF_8));
    } catch (CertificateEncodingException e) {
      return false;
    }
  }
}
