package dev.keybearer.token;

import org.jspecify.annotations.Nullable;

/** The signature algorithms of RFC 7518, RFC 8037 and RFC 9864 that are made or accepted here. */
public enum Algorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256,
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  RS384,
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  RS512,
  /** RSASSA-PSS with SHA-256. */
  PS256,
  /** RSASSA-PSS with SHA-384. */
  PS384,
  /** RSASSA-PSS with SHA-512. */
  PS512,
  /** ECDSA on P-256 with SHA-256. */
  ES256,
  /** ECDSA on P-384 with SHA-384. */
  ES384,
  /** ECDSA on P-521 with SHA-512. */
  ES512,
  /** Ed25519. */
  EdDSA,
  /** HMAC with SHA-256. */
  HS256,
  /** HMAC with SHA-384. */
  HS384,
  /** HMAC with SHA-512. */
  HS512;

  /** The name by which RFC 9864 tells the curve too. */
  private static final String FULLY_SPECIFIED = "Ed25519";

  /** Whether whoever can check a signature can also make one. */
  public boolean isSymmetric() {
    return this == HS256 || this == HS384 || this == HS512;
  }

  /**
   * The algorithm with exactly this name in a JOSE header or key, or null when it is none of these.
   */
  public static @Nullable Algorithm named(String name) {
    if (name.equals(FULLY_SPECIFIED)) {
      return EdDSA;
    }
    for (Algorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    return null;
  }
}
