package dev.keybearer.gateway.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that are believed when they say who called them. None by default: then the caller is
 * the other end of the socket, whatever a field says. Immutable.
 *
 * <pre>
 *   X-Forwarded-For: 203.0.113.9, 198.51.100.7       a caller may write whatever it likes here
 *   X-Forwarded-For: 10.0.0.4                        socket: 10.0.0.5
 *                    ◀── read this way: 10.0.0.5 trusted, 10.0.0.4 trusted, 198.51.100.7 is the caller
 * </pre>
 */
public final class TrustedProxies {
  private static final TrustedProxies NONE = new TrustedProxies(List.of());

  private final List<Network> networks;

  private TrustedProxies(List<Network> networks) {
    this.networks = networks;
  }

  /** Nobody is believed. */
  public static TrustedProxies none() {
    return NONE;
  }

  /** The proxies in these networks are believed. */
  public static TrustedProxies of(List<Network> networks) {
    return new TrustedProxies(List.copyOf(networks));
  }

  /**
   * Who called: the first address that is no trusted proxy, going from the socket towards the
   * caller. Where a hop is not readable the last readable one is the answer: what a proxy did not
   * write is what somebody else did.
   *
   * @param socket the other end of the socket
   * @param lines the values of all lines of the one field that is believed, in their order
   */
  public Address client(Address socket, List<String> lines) {
    Address client = socket;
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      for (int end = line.length(); end >= 0; ) {
        if (!trusts(client)) {
          return client;
        }
        int comma = line.lastIndexOf(',', end - 1);
        Address hop = Hop.parse(line.substring(comma + 1, end));
        if (hop == null) {
          return client;
        }
        client = hop;
        end = comma;
      }
    }
    return client;
  }

  /** Whether this address is one of a trusted proxy. */
  public boolean trusts(Address address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The network that makes everybody trusted, which is worth a warning; null when there is none.
   */
  public @Nullable Network everybody() {
    return networks.stream().filter(Network::isEverybody).findFirst().orElse(null);
  }
}
