package dev.keybearer.token;

import dev.keybearer.token.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * A private key to sign statements with.
 *
 * @param pem the key as PKCS#8 in PEM, read anew for each signature so that a replaced file counts
 * @param algorithm how it signs
 * @param keyId the id under which the issuer knows the public half, or null
 */
public record SigningKey(SecretSource pem, Algorithm algorithm, @Nullable String keyId) {
  /** The signature algorithms of RFC 7518 and RFC 8037 that a client may sign with. */
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
    EdDSA
  }
}
