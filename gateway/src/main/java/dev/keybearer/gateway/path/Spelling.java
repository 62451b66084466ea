package dev.keybearer.gateway.path;

import java.util.HexFormat;

/**
 * How each octet of a judged path is written, so that no two spellings mean the same.
 *
 * <pre>
 *   itself    ALPHA DIGIT - . _ ~ ! $ &amp; ' ( ) * , = : @
 *   encoded   everything else, in capitals: %20 %2B %C3%A9
 * </pre>
 *
 * The plus is encoded although it may stand for itself, because some recipients read a plain one as
 * a space. The semicolon is in neither row: a path that holds one is refused.
 */
final class Spelling {
  private static final String MARKS = "-._~!$&'()*,=:@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final boolean[] ITSELF = itself();

  private Spelling() {}

  /** Whether the octet is written as itself. */
  static boolean isItself(int octet) {
    return octet >= 0 && octet < ITSELF.length && ITSELF[octet];
  }

  /** Whether a path that begins with a slash obviously is in its one spelling already. */
  static boolean isPlain(String path) {
    for (int i = 1; i < path.length(); i++) {
      char character = path.charAt(i);
      boolean begins = path.charAt(i - 1) == '/';
      if (begins && (character == '/' || character == '.')) {
        return false;
      }
      if (character != '/' && !isItself(character)) {
        return false;
      }
    }
    return true;
  }

  /** The octets in their one spelling. */
  static String of(byte[] octets) {
    StringBuilder written = new StringBuilder(octets.length + 16);
    for (byte octet : octets) {
      if (isItself(octet)) {
        written.append((char) octet);
        continue;
      }
      written.append('%');
      HEX.toHexDigits(written, octet);
    }
    return written.toString();
  }

  private static boolean[] itself() {
    boolean[] itself = new boolean[128];
    for (char c = 'a'; c <= 'z'; c++) {
      itself[c] = true;
      itself[c - 'a' + 'A'] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      itself[c] = true;
    }
    for (int i = 0; i < MARKS.length(); i++) {
      itself[MARKS.charAt(i)] = true;
    }
    return itself;
  }
}
