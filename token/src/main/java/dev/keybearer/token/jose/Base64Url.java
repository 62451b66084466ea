package dev.keybearer.token.jose;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url as RFC 7515 section 2 wants it: no padding, no white space, and one text only for each
 * value, so that no token has another spelling.
 */
final class Base64Url {
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private Base64Url() {}

  /** The bytes that this text stands for, or null when it is not the text for any. */
  static byte @Nullable [] decode(String text) {
    int length = text.length();
    if (length == 0) {
      return new byte[0];
    }
    if (!isLast(text.charAt(length - 1), length % 4)) {
      return null;
    }
    try {
      return DECODER.decode(text);
    } catch (IllegalArgumentException otherCharacters) {
      return null;
    }
  }

  /** Bits of the last character beyond the last byte are zero; the platform ignores them. */
  private static boolean isLast(char last, int rest) {
    int value = value(last);
    return switch (rest) {
      case 0 -> value >= 0;
      case 2 -> value >= 0 && (value & 0b1111) == 0;
      case 3 -> value >= 0 && (value & 0b11) == 0;
      default -> false;
    };
  }

  private static int value(char character) {
    if (character >= 'A' && character <= 'Z') {
      return character - 'A';
    }
    if (character >= 'a' && character <= 'z') {
      return character - 'a' + 26;
    }
    if (character >= '0' && character <= '9') {
      return character - '0' + 52;
    }
    return character == '-' ? 62 : character == '_' ? 63 : -1;
  }
}
