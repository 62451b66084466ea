package dev.keybearer.gateway.exchange;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An upstream as the wire knows it. Connections are pooled by equal values, so that what is asked
 * for with each call is put together once. Immutable.
 */
public final class Peer {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final String host;
  private final int port;
  private final @Nullable SSLContext tls;
  private final Limits limits;
  private final String authority;
  private final String origin;
  private final int hash;

  /**
   * An upstream.
   *
   * @param host a name, or an address without brackets
   * @param tls whom to trust and what to show, or null for plain HTTP
   */
  public Peer(String host, int port, @Nullable SSLContext tls, Limits limits) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.limits = limits;
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    this.authority = port == (tls == null ? HTTP : HTTPS) ? name : name + ":" + port;
    this.origin = (tls == null ? "http://" : "https://") + authority;
    this.hash = Objects.hash(host, port, tls, limits);
  }

  /** A name, or an address without brackets. */
  public String host() {
    return host;
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** Whom to trust and what to show, or null for plain HTTP. */
  public @Nullable SSLContext tls() {
    return tls;
  }

  /** What connections to it may take. */
  public Limits limits() {
    return limits;
  }

  /** The value of the field {@code Host} towards it. */
  public String authority() {
    return authority;
  }

  /** As it is written in an address. */
  public String origin() {
    return origin;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Peer peer
            && hash == peer.hash
            && port == peer.port
            && host.equals(peer.host)
            && Objects.equals(tls, peer.tls)
            && limits.equals(peer.limits));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Its origin. */
  @Override
  public String toString() {
    return "Peer[" + origin + "]";
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
