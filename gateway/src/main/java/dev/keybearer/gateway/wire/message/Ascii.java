package dev.keybearer.gateway.wire.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Text of heads where it stands among octets, one octet a character. */
final class Ascii {
  private static final int TO_LOWER = 'a' - 'A';

  /** A one in each octet. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Ascii() {}

  static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Where this character stands first, or -1. Eight octets are looked at in one go. */
  static int indexOf(char character, byte[] octets, int from, int to) {
    long wanted = EACH * character;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long different = (long) EIGHT.get(octets, at) ^ wanted;
      long same =
          (different - EACH) & ~different & EACH << 7; // only the first bit is to be believed
      if (same != 0) {
        return at + Long.numberOfTrailingZeros(same) / Byte.SIZE;
      }
    }
    for (; at < to; at++) {
      if (octets[at] == character) {
        return at;
      }
    }
    return -1;
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
