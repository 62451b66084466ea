package dev.keybearer.token.login;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a browser brought back to the redirect address (RFC 6749 section 4.1.2, RFC 9207). Anybody
 * can send a browser there: nothing in it counts before its state does.
 */
final class Callback {
  /** Codes of common issuers have some hundred characters; a JWT as a code still fits. */
  private static final int LONGEST = 16 * 1024;

  private static final int LONGEST_ERROR = 64;

  private static final Set<String> KNOWN = Set.of("state", "code", "error", "iss");

  private final Map<String, String> parameters;

  private Callback(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Reads the query of an address, or null when it is malformed; the rest of it is ignored. */
  static @Nullable Callback parse(URI address) {
    String query = address.getRawQuery() == null ? "" : address.getRawQuery();
    if (query.length() > LONGEST) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
      // RFC 6749 section 3.1: no parameter comes twice; of those it does not name nothing is read.
      if (KNOWN.contains(name) && parameters.put(name, value) != null) {
        return null;
      }
    }
    return new Callback(parameters);
  }

  /** The value that binds the answer to its login, or null. */
  @Nullable String state() {
    return parameters.get("state");
  }

  /** The issuer that says it answers, or null. */
  @Nullable String issuer() {
    return parameters.get("iss");
  }

  /** The authorization code, or null when there is none that could be one. */
  @Nullable String code() {
    String code = parameters.get("code");
    boolean usable =
        code != null && !code.isEmpty() && code.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    return usable ? code : null;
  }

  /** The error code, empty when it is none that may be repeated, or null when there is no error. */
  @Nullable String error() {
    String error = parameters.get("error");
    if (error == null) {
      return null;
    }
    boolean repeatable = error.length() <= LONGEST_ERROR && error.matches("[A-Za-z0-9_.-]+");
    return repeatable ? error : "";
  }

  /** The address cannot hold a broken escape: {@link URI} refuses those. */
  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Nothing of it: a code is a secret. */
  @Override
  public String toString() {
    return "Callback[***]";
  }
}
