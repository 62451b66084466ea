package dev.keybearer.gateway.field;

import dev.keybearer.gateway.field.Credentials.Malformed;
import dev.keybearer.gateway.field.Credentials.None;
import dev.keybearer.gateway.field.Credentials.Presented;
import dev.keybearer.token.verification.Presentation.Scheme;
import org.jspecify.annotations.Nullable;

/** Takes the value of an {@code Authorization} field apart. */
final class AuthorizationValue {
  private static final String USUAL = "Bearer";
  private static final Malformed NO_SCHEME = new Malformed("Authorization names no scheme");
  private static final Malformed NO_TOKEN = new Malformed("Authorization carries no token");
  private static final Malformed SEVERAL = new Malformed("Authorization carries several values");
  private static final Malformed NOT_B64 =
      new Malformed("Authorization carries what is no token of RFC 6750");

  private AuthorizationValue() {}

  static Credentials parse(String value) {
    int space = value.indexOf(' ');
    String name = name(value, space);
    if (!Grammar.isToken(name)) {
      return NO_SCHEME;
    }
    Scheme scheme = scheme(name);
    if (scheme == null) {
      return hidesToken(value) ? SEVERAL : new None();
    }
    int start = name.length();
    while (start < value.length() && value.charAt(start) == ' ') {
      start++;
    }
    String token = value.substring(start);
    if (token.isEmpty()) {
      return NO_TOKEN;
    }
    if (token.indexOf(',') >= 0) {
      return SEVERAL;
    }
    return Grammar.isB64Token(token) ? new Presented(scheme, token) : NOT_B64;
  }

  /** The usual one is not made anew. */
  private static String name(String value, int space) {
    if (value.startsWith(USUAL) && space == USUAL.length()) {
      return USUAL;
    }
    return space < 0 ? value : value.substring(0, space);
  }

  private static @Nullable Scheme scheme(String name) {
    if (name.equalsIgnoreCase(USUAL)) {
      return Scheme.BEARER;
    }
    return name.equalsIgnoreCase("DPoP") ? Scheme.DPOP : null;
  }

  /** Whether a recipient that reads a list would find a token behind another scheme. */
  private static boolean hidesToken(String value) {
    for (String element : Grammar.elements(value)) {
      int space = element.indexOf(' ');
      if (scheme(space < 0 ? element : element.substring(0, space)) != null) {
        return true;
      }
    }
    return false;
  }
}
