package dev.keybearer.gateway.peer;

import org.jspecify.annotations.Nullable;

/**
 * One element of {@code X-Forwarded-For}, as proxies write it.
 *
 * <pre>
 *   192.0.2.1    192.0.2.1:4711    2001:db8::1    [2001:db8::1]    [2001:db8::1]:4711
 * </pre>
 */
final class Hop {
  private Hop() {}

  /** The address in it; null when there is none, as in {@code unknown}. */
  static @Nullable Address parse(String element) {
    String hop = trimmed(element);
    if (hop.startsWith("[")) {
      int close = hop.indexOf(']');
      String inside = close < 0 ? "" : hop.substring(1, close);
      boolean v6 = inside.indexOf(':') >= 0 && isPort(hop.substring(close + 1));
      return v6 ? Address.parse(inside) : null;
    }
    int colon = hop.indexOf(':');
    boolean port = colon >= 0 && colon == hop.lastIndexOf(':');
    if (!port) {
      return Address.parse(hop);
    }
    return isPort(hop.substring(colon)) ? Address.parse(hop.substring(0, colon)) : null;
  }

  /** Nothing, or a colon and one to five digits. */
  private static boolean isPort(String text) {
    if (text.isEmpty()) {
      return true;
    }
    boolean port = text.charAt(0) == ':' && text.length() >= 2 && text.length() <= 6;
    for (int i = 1; i < text.length(); i++) {
      port &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return port;
  }

  /** Without the spaces and tabs that may stand around an element (RFC 9110 section 5.6.1). */
  private static String trimmed(String element) {
    int start = 0;
    int end = element.length();
    while (start < end && isBlank(element.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(element.charAt(end - 1))) {
      end--;
    }
    return element.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
