package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key and the algorithms it may be used with. The key decides how a signature is checked; what a
 * token's header says only chooses among that. Safe for use by many threads.
 */
public final class VerifyingKey {
  private final @Nullable String id;
  private final Set<Algorithm> algorithms;
  private final SignatureCheck check;
  private final String thumbprint;

  VerifyingKey(
      @Nullable String id, Set<Algorithm> algorithms, SignatureCheck check, String thumbprint) {
    this.id = id;
    this.algorithms = EnumSet.copyOf(algorithms);
    this.check = check;
    this.thumbprint = thumbprint;
  }

  /** The name its issuer gave it, or null. */
  public @Nullable String id() {
    return id;
  }

  /** Whether it may be used with this algorithm. */
  public boolean fits(Algorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  /** What it may be used with. */
  public Set<Algorithm> algorithms() {
    return Set.copyOf(algorithms);
  }

  /** The key itself by its RFC 7638 thumbprint: the same key is the same under every name. */
  public String thumbprint() {
    return thumbprint;
  }

  /** Whether this key made the signature with this algorithm; any doubt is a no. */
  public boolean verifies(Compact token, Algorithm algorithm) throws NotCompact {
    if (!fits(algorithm)) {
      return false;
    }
    byte[] signature = token.signature();
    try {
      return check.holds(algorithm, token.signed(), signature);
    } catch (GeneralSecurityException | RuntimeException broken) {
      return false; // providers throw either on numbers that strangers wrote
    }
  }

  /** The name and the algorithms. */
  @Override
  public String toString() {
    return "VerifyingKey[" + id + ", " + algorithms + "]";
  }
}
