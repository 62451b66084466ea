package dev.keybearer.token.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.keybearer.token.Algorithm;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key and the algorithms it may be used with. The key decides how a signature is checked; what a
 * token's header says only chooses among that. Safe for use by many threads.
 */
public final class VerifyingKey {
  private final @Nullable String id;
  private final Map<Algorithm, JWSHeader> headers;
  private final Set<Algorithm> algorithms;
  private final JWSVerifier verifier;
  private final String thumbprint;

  VerifyingKey(
      @Nullable String id, Set<Algorithm> algorithms, JWSVerifier verifier, String thumbprint) {
    this.id = id;
    this.algorithms = Set.copyOf(algorithms);
    this.headers = new EnumMap<>(Algorithm.class);
    this.verifier = verifier;
    this.thumbprint = thumbprint;
    for (Algorithm algorithm : algorithms) {
      headers.put(algorithm, new JWSHeader(JWSAlgorithm.parse(algorithm.name())));
    }
  }

  /** The name its issuer gave it, or null. */
  public @Nullable String id() {
    return id;
  }

  /** What it may be used with. */
  public Set<Algorithm> algorithms() {
    return algorithms;
  }

  /** The key itself by its RFC 7638 thumbprint: the same key is the same under every name. */
  public String thumbprint() {
    return thumbprint;
  }

  /** Whether this key made the signature with this algorithm; any doubt is a no. */
  public boolean verifies(Compact token, Algorithm algorithm) throws NotCompact {
    JWSHeader header = headers.get(algorithm);
    if (header == null) {
      return false;
    }
    token.requireSignature();
    try {
      return verifier.verify(header, token.signed(), new Base64URL(token.signatureText()));
    } catch (JOSEException broken) {
      return false;
    }
  }

  /** The name and the algorithms. */
  @Override
  public String toString() {
    return "VerifyingKey[" + id + ", " + algorithms + "]";
  }
}
