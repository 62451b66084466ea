package dev.keybearer.gateway.exchange;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An upstream as the wire knows it. Connections are pooled by equal values.
 *
 * @param host a name, or an address without brackets
 * @param tls whom to trust and what to show, or null for plain HTTP
 */
public record Peer(String host, int port, @Nullable SSLContext tls, Limits limits) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The value of the field {@code Host} towards it. */
  public String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (tls == null ? HTTP : HTTPS) ? name : name + ":" + port;
  }

  /** As it is written in an address. */
  public String origin() {
    return (tls == null ? "http://" : "https://") + authority();
  }

  /**
   * What connections to an upstream may take.
   *
   * @param connections at once, over all loops
   * @param connect how long connecting may take, with the handshake
   * @param answer how long the head of an answer, and then each further part of it, may take
   * @param idle how long a connection is kept without use
   * @param age how long a connection is used at all
   */
  public record Limits(
      int connections, Duration connect, Duration answer, Duration idle, Duration age) {
    /** What suits most upstreams. */
    public static final Limits STANDARD =
        new Limits(
            256,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));
  }
}
