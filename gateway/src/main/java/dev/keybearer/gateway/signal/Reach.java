package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.Network;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where signals may go: to listed ports of public addresses, over TLS. Somebody who can name an
 * address must not reach what only this machine or its neighbours can (X1). Immutable.
 *
 * @param ports that may be connected to
 * @param exceptions networks that may be reached whatever they are, also without TLS
 */
public record Reach(Set<Integer> ports, List<Network> exceptions) {
  /** The usual ports, and no exception. */
  public static final Reach STANDARD = new Reach(Set.of(443, 8443), List.of());

  /** What is never public (IANA's registry of special addresses), and broadcasts. */
  private static final List<Network> SPECIAL_V4 =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** Within what is handed out at all: protocols, among them Teredo, and documentation. */
  private static final List<Network> SPECIAL_V6 =
      networks("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20");

  private static final Network HANDED_OUT = Network.parse("2000::/3");
  private static final Network COMPATIBLE = Network.parse("::/96");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  private static final long V4_MASK = 0xffff_ffffL;
  private static final long V4_MARK = 0xffffL << 32;

  /** A reach. */
  public Reach {
    ports = Set.copyOf(ports);
    exceptions = List.copyOf(exceptions);
  }

  /** Why nothing may go to a URL whatever its addresses, or null when it may. */
  public @Nullable String objection(URI url) {
    boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
    if (!encrypted && !"http".equalsIgnoreCase(url.getScheme())) {
      return "it is neither https nor http";
    }
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return "it has to be a host, a path and nothing else";
    }
    if (!encrypted && exceptions.isEmpty()) {
      return "plain http goes to networks that are allowed by name, and none is";
    }
    return ports.contains(port(url)) ? null : "port " + port(url) + " is not listed";
  }

  /** Why an address may not be connected to, or null when it may. */
  @Nullable String objection(Address address, boolean encrypted) {
    if (exceptions.stream().anyMatch(network -> network.contains(address))) {
      return null;
    }
    if (!encrypted) {
      return "plain http goes to networks that are allowed by name, and it is in none";
    }
    return isPublic(address) ? null : "it is not a public address";
  }

  /** The port that a URL leads to. */
  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  private static boolean isPublic(Address address) {
    if (address.isV4()) {
      return isOutside(SPECIAL_V4, address);
    }
    Address inner = inner(address);
    if (inner != null) {
      return isPublic(inner);
    }
    return HANDED_OUT.contains(address) && isOutside(SPECIAL_V6, address);
  }

  private static boolean isOutside(List<Network> networks, Address address) {
    return networks.stream().noneMatch(network -> network.contains(address));
  }

  /**
   * The IPv4 address that packets to an address of a transition end at; null when there is none.
   */
  private static @Nullable Address inner(Address address) {
    if (COMPATIBLE.contains(address) || NAT64.contains(address)) {
      return new Address(0, V4_MARK | (address.low() & V4_MASK));
    }
    return SIX_TO_FOUR.contains(address)
        ? new Address(0, V4_MARK | ((address.high() >>> 16) & V4_MASK))
        : null;
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }
}
