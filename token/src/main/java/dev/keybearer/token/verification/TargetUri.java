package dev.keybearer.token.verification;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request in one spelling, so that two spellings of one target are equal: RFC 9449
 * section 4.3 asks for the normalisation of RFC 3986 sections 6.2.2 and 6.2.3.
 *
 * <pre>
 *   HTTPS://API.example.com:443/a/./b/%7euser?x=1#y   →   https://api.example.com/a/b/~user
 * </pre>
 */
final class TargetUri {
  private static final String UNRESERVED = "-._~";

  private TargetUri() {}

  /** The spelling of a target that somebody wrote, or null when it is none. */
  static @Nullable String of(String text) {
    try {
      return of(new URI(text));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** The spelling of a target, or null when it is not that of an HTTP request. */
  static @Nullable String of(URI uri) {
    String scheme = uri.getScheme();
    String authority = uri.getRawAuthority();
    if (scheme == null || authority == null || authority.indexOf('@') >= 0 || !isAscii(uri)) {
      return null;
    }
    String lower = scheme.toLowerCase(Locale.ROOT);
    if (!lower.equals("https") && !lower.equals("http")) {
      return null;
    }
    String port = lower.equals("https") ? ":443" : ":80";
    String path = withoutDots(decoded(uri.getRawPath()));
    return lower + "://" + host(authority.toLowerCase(Locale.ROOT), port) + path;
  }

  private static boolean isAscii(URI uri) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(uri.toString());
  }

  private static String host(String authority, String usualPort) {
    if (authority.endsWith(":")) {
      return authority.substring(0, authority.length() - 1);
    }
    return authority.endsWith(usualPort)
        ? authority.substring(0, authority.length() - usualPort.length())
        : authority;
  }

  /** What needs no escape has none, and every escape that stays is in capitals. */
  private static String decoded(String path) {
    StringBuilder decoded = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char character = path.charAt(i);
      if (character != '%') {
        decoded.append(character);
        continue;
      }
      String digits = path.substring(i + 1, i + 3);
      char meant = (char) Integer.parseInt(digits, 16);
      if (isUnreserved(meant)) {
        decoded.append(meant);
      } else {
        decoded.append('%').append(digits.toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return decoded.toString();
  }

  private static boolean isUnreserved(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || UNRESERVED.indexOf(character) >= 0;
  }

  /** RFC 3986 section 5.2.4; an empty path is the root. */
  private static String withoutDots(String path) {
    String[] segments = path.split("/", -1); // the first is empty: a path begins with a slash
    Deque<String> kept = new ArrayDeque<>();
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.pollLast();
      }
      if (!segments[i].equals(".") && !segments[i].equals("..")) {
        kept.addLast(segments[i]);
      } else if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
