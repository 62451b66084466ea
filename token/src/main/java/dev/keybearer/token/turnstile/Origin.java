package dev.keybearer.token.turnstile;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port: who is spoken to, whatever is asked for. */
public record Origin(String scheme, String host, int port) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** The origin of an address that is known to have a scheme and a host. */
  public static Origin of(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int port = address.getPort() < 0 ? usualPort(scheme) : address.getPort();
    return new Origin(scheme, address.getHost().toLowerCase(Locale.ROOT), port);
  }

  private static int usualPort(String scheme) {
    return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
  }

  /** As it is written in an address. */
  @Override
  public String toString() {
    String name = scheme + "://" + host;
    return port == usualPort(scheme) ? name : name + ":" + port;
  }
}
