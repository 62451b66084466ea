package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Word;

/** The signatures of tokens that can be accepted, by their JOSE names. */
public enum SignatureAlgorithm implements Word {
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
  EDDSA {
    @Override
    public String word() {
      return "EdDSA";
    }
  },
  /** HMAC with SHA-256. */
  HS256,
  /** HMAC with SHA-384. */
  HS384,
  /** HMAC with SHA-512. */
  HS512;

  @Override
  public String word() {
    return name();
  }

  /** Whether it is made and checked with the same secret. */
  boolean isSymmetric() {
    return this == HS256 || this == HS384 || this == HS512;
  }
}
