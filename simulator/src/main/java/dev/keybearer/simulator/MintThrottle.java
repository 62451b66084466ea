package dev.keybearer.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets each client mint a burst of tokens, then one per interval. Kept as the instant at which a
 * client's burst will be whole again: a mint is allowed while that lies less than a burst ahead.
 */
final class MintThrottle {
  private final Map<String, Instant> whole = new ConcurrentHashMap<>();

  /** Whether a client may mint now; a yes uses up one. */
  boolean allows(String client, GenesysQuirks quirks, Instant now) {
    Duration interval = quirks.mintInterval();
    Duration room = interval.multipliedBy(quirks.mintBurst() - 1L);
    boolean[] allowed = new boolean[1];
    whole.compute(
        client,
        (key, known) -> {
          Instant from = known == null || known.isBefore(now) ? now : known;
          allowed[0] = !from.isAfter(now.plus(room));
          return allowed[0] ? from.plus(interval) : from;
        });
    return allowed[0];
  }
}
