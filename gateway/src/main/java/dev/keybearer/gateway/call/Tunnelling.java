package dev.keybearer.gateway.call;

import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.TunnelTerms;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a route lets calls change to WebSocket, and which.
 *
 * @param origins of pages that may; a request that names another is refused
 * @param protocolToken whether a token is taken that comes as the name of a protocol
 * @param places how many may be open
 * @param bounds of each
 * @param rotation how their upstream sides follow each other, or null when they stay
 */
public record Tunnelling(
    Set<String> origins,
    boolean protocolToken,
    TunnelPlaces places,
    TunnelTerms.Bounds bounds,
    Rotation.@Nullable Rules rotation) {
  /** Rules for tunnels whose upstream sides stay. */
  public Tunnelling(
      Set<String> origins, boolean protocolToken, TunnelPlaces places, TunnelTerms.Bounds bounds) {
    this(origins, protocolToken, places, bounds, null);
  }

  /** Rules. */
  public Tunnelling {
    origins = Set.copyOf(origins);
  }

  /** The same for tunnels whose upstream sides follow each other. */
  public Tunnelling rotating(Rotation.Rules rules) {
    return new Tunnelling(origins, protocolToken, places, bounds, rules);
  }
}
