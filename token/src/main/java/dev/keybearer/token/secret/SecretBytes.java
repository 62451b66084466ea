package dev.keybearer.token.secret;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.util.Arrays;

/** Turns what was read from a file or a command into a secret, and wipes it. */
final class SecretBytes {
  private SecretBytes() {}

  /**
   * The bytes without one line end at their end, which editors and {@code echo} add.
   *
   * @param reference what to name when there is nothing or too much
   */
  static Secret secret(byte[] bytes, SecretSource reference) {
    try {
      if (bytes.length > Secrets.LIMIT) {
        throw new SecretFailure(
            Kind.UNSAFE, reference + " gives more than " + Secrets.LIMIT + " bytes", null);
      }
      byte[] trimmed = Arrays.copyOf(bytes, lengthWithoutLineEnd(bytes));
      if (trimmed.length == 0) {
        throw new SecretFailure(
            Kind.ABSENT, reference + " gives nothing; put the secret there", null);
      }
      Secret secret = Secret.of(trimmed);
      Arrays.fill(trimmed, (byte) 0);
      return secret;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static int lengthWithoutLineEnd(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
      if (length > 0 && bytes[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }
}
