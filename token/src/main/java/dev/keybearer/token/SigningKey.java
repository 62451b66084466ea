package dev.keybearer.token;

import dev.keybearer.token.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * A private key to sign statements with.
 *
 * @param pem the key as PKCS#8 in PEM, read anew for each signature so that a replaced file counts
 * @param algorithm how it signs; whoever reads the signature must not be able to make one
 * @param keyId the id under which the issuer knows the public half, or null
 */
public record SigningKey(SecretSource pem, Algorithm algorithm, @Nullable String keyId) {
  /** A key that has a public half. */
  public SigningKey {
    if (algorithm.isSymmetric()) {
      throw new IllegalArgumentException(
          "a statement is not signed with " + algorithm + ": use RS, PS, ES or EdDSA");
    }
  }
}
