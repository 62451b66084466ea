package dev.keybearer.token.client;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.turnstile.Origin;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a token may go: over connections that nobody else reads, and to the listed origins when
 * there is a list (G12).
 *
 * @param listed the only origins, or empty for any
 * @param proxies what the client asks for its way, or null when it asks nobody
 */
record Destinations(Set<Origin> listed, @Nullable ProxySelector proxies) {
  /** The listed origins, reached by a client that takes a token nowhere by itself. */
  static Destinations of(HttpClient client, URI... origins) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "a client that follows redirects takes the token wherever an answer points: build it"
              + " with followRedirects(Redirect.NEVER), and answer a redirect with a request of"
              + " your own");
    }
    if (client.authenticator().isPresent()) {
      throw new IllegalArgumentException(
          "a client with an Authenticator may drop the Authorization field of a request (Java 17"
              + " does) or answer a 401 itself: build it without one");
    }
    Set<Origin> listed =
        Arrays.stream(origins).map(Destinations::origin).collect(Collectors.toUnmodifiableSet());
    Optional<ProxySelector> proxies = client.proxy();
    return new Destinations(listed, proxies.orElseGet(ProxySelector::getDefault));
  }

  /**
   * The origin of an address that the token may be sent to.
   *
   * @throws IllegalArgumentException naming the address's origin and the remedy
   */
  Origin require(URI address) {
    Issuer.requirePrivate(address);
    Origin origin = Origin.of(address);
    if (!listed.isEmpty() && !listed.contains(origin)) {
      throw new IllegalArgumentException(
          "the token is meant for " + listed + " and is not sent to " + origin);
    }
    if (origin.scheme().equals("http") && isProxied(address)) {
      throw new IllegalArgumentException(
          "the way to "
              + origin
              + " leads over a proxy, which would read the token: use https, or a client without"
              + " proxy");
    }
    return origin;
  }

  private boolean isProxied(URI address) {
    ProxySelector selector = proxies;
    if (selector == null) {
      return false;
    }
    @Nullable List<Proxy> ways = selector.select(address);
    return ways != null && ways.stream().anyMatch(way -> way.type() != Proxy.Type.DIRECT);
  }

  private static Origin origin(URI listed) {
    Issuer.requirePrivate(listed);
    boolean bare = listed.getRawPath().isEmpty() || listed.getRawPath().equals("/");
    if (!bare || listed.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "an origin is scheme, host and port, as in "
              + Origin.of(listed)
              + ": paths and queries set no limit to where a token goes");
    }
    return Origin.of(listed);
  }
}
