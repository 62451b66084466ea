package dev.keybearer.gateway.wire;

import java.nio.charset.StandardCharsets;

/** Text of heads where it stands among octets, one octet a character. */
final class Ascii {
  private static final int TO_LOWER = 'a' - 'A';

  private Ascii() {}

  static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Whether this text stands there. */
  static boolean is(String text, byte[] octets, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (octets[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this text stands there; the case does not count. */
  static boolean isAlike(String text, byte[] octets, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = 0; i < to - from; i++) {
      if (lower(octets[from + i]) != lower(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isVisible(byte octet) {
    return octet > ' ' && octet < 0x7f;
  }

  static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  private static int lower(int character) {
    return character >= 'A' && character <= 'Z' ? character + TO_LOWER : character;
  }
}
