package dev.keybearer.gateway.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The few productions of RFC 9110 and RFC 6750 that are needed here. */
final class Grammar {
  private static final int OCTETS = 0x100;
  private static final byte[] NOT_IN_TOKEN = allBut("!#$%&'*+-.^_`|~");
  private static final byte[] NOT_IN_B64_TOKEN = allBut("-._~+/");
  private static final byte[] NOT_IN_VALUE = controls();

  private Grammar() {}

  /** Marks whatever is no letter, no digit and none of these. */
  private static byte[] allBut(String marks) {
    byte[] marked = new byte[OCTETS];
    for (char character = 0; character < OCTETS; character++) {
      boolean among = isAlphanumeric(character) || marks.indexOf(character) >= 0;
      marked[character] = (byte) (among ? 0 : 1);
    }
    return marked;
  }

  /** Marks controls; the tab is none of those. */
  private static byte[] controls() {
    byte[] marked = new byte[OCTETS];
    for (char character = 0; character < OCTETS; character++) {
      boolean among = character == '\t' || (character >= ' ' && character != 0x7f);
      marked[character] = (byte) (among ? 0 : 1);
    }
    return marked;
  }

  /**
   * Whether none is marked. The loop goes to the end in any case, one look-up a character and no
   * branch: tokens are a thousand characters long, and nearly all are as they should be.
   */
  private static boolean hasNone(byte[] marked, String text, int end) {
    int found = 0;
    for (int i = 0; i < end; i++) {
      char character = text.charAt(i);
      found |= marked[character & (OCTETS - 1)] | (character & -OCTETS);
    }
    return found == 0;
  }

  private static boolean hasNone(byte[] marked, byte[] octets, int from, int to) {
    int found = 0;
    for (int i = from; i < to; i++) {
      found |= marked[octets[i] & (OCTETS - 1)];
    }
    return found == 0;
  }

  /** RFC 9110 section 5.6.2. */
  static boolean isToken(String text) {
    return !text.isEmpty() && hasNone(NOT_IN_TOKEN, text, text.length());
  }

  static boolean isToken(byte[] octets, int from, int to) {
    return from < to && hasNone(NOT_IN_TOKEN, octets, from, to);
  }

  static boolean isValue(byte[] octets, int from, int to) {
    return hasNone(NOT_IN_VALUE, octets, from, to);
  }

  /**
   * RFC 9110 section 5.5. Controls other than the tab are refused, not only CR, LF and NUL, and so
   * is what does not fit into one octet: it would turn into another character on the wire.
   */
  static boolean isValue(String text) {
    return hasNone(NOT_IN_VALUE, text, text.length());
  }

  /**
   * RFC 6750 section 2.1: at least one character, and equals signs only at the end. A token is
   * long, and its octets are gone through in a quarter of the time that its characters take; what
   * does not fit into one becomes a question mark, which no token has.
   */
  static boolean isB64Token(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    int end = octets.length;
    while (end > 0 && octets[end - 1] == '=') {
      end--;
    }
    return end > 0 && hasNone(NOT_IN_B64_TOKEN, octets, 0, end);
  }

  /** The elements of a list, without the blanks around them; empty ones do not count. */
  static List<String> elements(String list) {
    List<String> elements = new ArrayList<>();
    for (int start = 0; start <= list.length(); ) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      String element = trimmed(list.substring(start, end));
      if (!element.isEmpty()) {
        elements.add(element);
      }
      start = end + 1;
    }
    return elements;
  }

  /**
   * The string in quotes (RFC 9110 section 5.6.4).
   *
   * @throws IllegalArgumentException when it holds more than visible ASCII and spaces
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~') {
        throw new IllegalArgumentException("cannot be quoted: visible ASCII is expected");
      }
      if (character == '"' || character == '\\') {
        quoted.append('\\');
      }
      quoted.append(character);
    }
    return quoted.append('"').toString();
  }

  static boolean isAlphanumeric(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || isDigit(character);
  }

  static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  /** Only spaces and tabs are blanks here. */
  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
