package dev.keybearer.simulator.feed;

import java.time.Instant;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A token that was live when it was shown.
 *
 * @param client it speaks for
 * @param scopes it has
 * @param ends the first instant at which it does not count, unless it was ended before
 * @param live whether it still counts
 */
public record Pass(String client, Set<String> scopes, Instant ends, BooleanSupplier live) {
  boolean isLive() {
    return live.getAsBoolean();
  }
}
