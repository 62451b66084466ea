package dev.keybearer.gateway.path;

import org.jspecify.annotations.Nullable;

/** A query as it came: what may stand in it, and which parameters it has. */
final class Query {
  private Query() {}

  /**
   * Whether all of it is visible ASCII, as RFC 9112 section 3.2 asks for. A character beyond one
   * octet would turn into another one on the wire, a line feed for example.
   */
  static boolean mayStand(String query) {
    for (int i = 0; i < query.length(); i++) {
      char character = query.charAt(i);
      if (character <= ' ' || character >= 0x7f || character == '#') {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a parameter that some recipient takes for one of this name. */
  static boolean has(String query, String name) {
    for (int start = 0; start <= query.length(); ) {
      int end = end(query, start);
      if (isNamed(query.substring(start, end), name)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /** The query without the parameters of this name; null when nothing stays. */
  static @Nullable String without(String query, String name) {
    StringBuilder kept = new StringBuilder(query.length());
    boolean any = false;
    for (int start = 0; start <= query.length(); ) {
      int end = end(query, start);
      String parameter = query.substring(start, end);
      if (!isNamed(parameter, name)) {
        if (any) {
          kept.append(query.charAt(start - 1));
        }
        kept.append(parameter);
        any = true;
      }
      start = end + 1;
    }
    return any ? kept.toString() : null;
  }

  /** Some recipients also divide at a semicolon. */
  private static int end(String query, int start) {
    for (int i = start; i < query.length(); i++) {
      if (query.charAt(i) == '&' || query.charAt(i) == ';') {
        return i;
      }
    }
    return query.length();
  }

  private static boolean isNamed(String parameter, String name) {
    int equals = parameter.indexOf('=');
    String written = equals < 0 ? parameter : parameter.substring(0, equals);
    return decoded(written).equalsIgnoreCase(name);
  }

  /** Some recipients also take a dot, a plus or a space in a name for an underscore. */
  private static String decoded(String written) {
    StringBuilder name = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char character = written.charAt(i);
      if (character == '%' && isEscape(written, i)) {
        character = (char) Integer.parseInt(written, i + 1, i + 3, 16);
        i += 2;
      }
      name.append(character == '.' || character == '+' || character == ' ' ? '_' : character);
    }
    return name.toString();
  }

  private static boolean isEscape(String text, int percent) {
    return percent + 2 < text.length()
        && Character.digit(text.charAt(percent + 1), 16) >= 0
        && Character.digit(text.charAt(percent + 2), 16) >= 0;
  }
}
