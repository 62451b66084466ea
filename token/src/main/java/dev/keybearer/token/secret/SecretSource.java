package dev.keybearer.token.secret;

/**
 * Gives a secret as it is now; its text form is the reference, never the secret.
 *
 * <p>Reading again sees a secret that was rotated in the meantime. Safe for use by many threads.
 */
@FunctionalInterface
public interface SecretSource {
  /**
   * The secret, never empty, in a fresh object that the caller may close.
   *
   * @throws SecretFailure when there is none or it must not be used
   */
  Secret read();
}
