package dev.keybearer.gateway.route;

import dev.keybearer.gateway.field.Host;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a route is for.
 *
 * @param methods at least one, in capitals; GET is HEAD as well
 * @param host in lower case and without port, or null for every host
 */
public record Match(PathPattern path, Set<String> methods, @Nullable String host) {
  /** Those that open a tunnel or show a caller its own credentials. */
  private static final Set<String> NEVER = Set.of("CONNECT", "TRACE");

  /**
   * Calls.
   *
   * @throws IllegalArgumentException when there can be no such calls, with what to write instead
   */
  public Match {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("a route for " + path + " names no method");
    }
    methods.forEach(Match::check);
    methods = Collections.unmodifiableSortedSet(new TreeSet<>(methods));
    if (host != null && !isHost(host)) {
      throw new IllegalArgumentException(
          host + " is no host of a route: a name in lower case without port is expected");
    }
  }

  /** Calls of these methods to any host. */
  public static Match of(PathPattern path, List<String> methods) {
    return new Match(path, Set.copyOf(methods), null);
  }

  private static void check(String method) {
    if (NEVER.contains(method)) {
      throw new IllegalArgumentException(method + " is never let through");
    }
    if (method.equals("HEAD")) {
      throw new IllegalArgumentException("HEAD goes where GET goes: write GET");
    }
    for (int i = 0; i < method.length(); i++) {
      char character = method.charAt(i);
      if ((character < 'A' || character > 'Z') && character != '-') {
        throw new IllegalArgumentException(method + " is no method: capitals are expected");
      }
    }
    if (method.isEmpty()) {
      throw new IllegalArgumentException("an empty text is no method");
    }
  }

  private static boolean isHost(String text) {
    Host host = Host.parse(text);
    return host != null && host.port() < 0 && host.name().equals(text);
  }
}
