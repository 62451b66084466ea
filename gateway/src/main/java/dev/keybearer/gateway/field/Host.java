package dev.keybearer.gateway.field;

import dev.keybearer.gateway.peer.Address;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host that a request is for.
 *
 * @param name in lower case, without the dot that may end it; an IPv6 address keeps its brackets
 * @param port -1 when none was given
 */
public record Host(String name, int port) {
  /** RFC 1035 section 2.3.4. */
  private static final int LONGEST_NAME = 253;

  private static final int LAST_PORT = 65_535;

  /** Reads the value of a {@code Host} field; null when it is none. */
  public static @Nullable Host parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    String name = end < 0 ? text : text.substring(0, end);
    String rest = end < 0 ? "" : text.substring(end);
    int port = rest.isEmpty() ? -1 : port(rest);
    if (port == 0 || !isName(name)) {
      return null;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return new Host(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower, port);
  }

  private static boolean isName(String name) {
    if (name.startsWith("[")) {
      String inside = name.substring(1, name.length() - 1);
      return inside.indexOf(':') >= 0 && Address.parse(inside) != null;
    }
    int dots = 1; // as behind a dot: none comes first
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      dots = character == '.' ? dots + 1 : 0;
      boolean known =
          Grammar.isAlphanumeric(character)
              || character == '-'
              || character == '_'
              || character == '.';
      if (!known || dots > 1) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  /** The number behind a colon, 0 when it is no port. */
  private static int port(String rest) {
    if (rest.charAt(0) != ':' || rest.length() < 2 || rest.length() > 6) {
      return 0;
    }
    int port = 0;
    for (int i = 1; i < rest.length(); i++) {
      if (!Grammar.isDigit(rest.charAt(i))) {
        return 0;
      }
      port = 10 * port + rest.charAt(i) - '0';
    }
    return port <= LAST_PORT ? port : 0;
  }
}
