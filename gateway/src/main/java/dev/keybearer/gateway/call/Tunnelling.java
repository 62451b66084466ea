package dev.keybearer.gateway.call;

import dev.keybearer.gateway.exchange.TunnelTerms;
import java.util.Set;

/**
 * That a route lets calls change to WebSocket, and which.
 *
 * @param origins of pages that may; a request that names another is refused
 * @param protocolToken whether a token is taken that comes as the name of a protocol
 * @param places how many may be open
 * @param bounds of each
 */
public record Tunnelling(
    Set<String> origins, boolean protocolToken, TunnelPlaces places, TunnelTerms.Bounds bounds) {
  /** Rules. */
  public Tunnelling {
    origins = Set.copyOf(origins);
  }
}
