package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.StreamHabits.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts handshakes in a window that moves with the clock. Safe for use by many threads. */
final class Handshakes {
  /** Guarded by this. */
  private final Deque<Instant> counted = new ArrayDeque<>();

  /** Counts one; how long the client has to wait when there were too many, else zero. */
  synchronized Duration count(Rate rate, Instant now) {
    if (rate.most() == Integer.MAX_VALUE) {
      return Duration.ZERO;
    }
    while (!counted.isEmpty() && !now.isBefore(counted.getFirst().plus(rate.per()))) {
      counted.removeFirst();
    }
    if (counted.size() < rate.most()) {
      counted.addLast(now);
      return Duration.ZERO;
    }
    Instant frees = counted.isEmpty() ? now : counted.getFirst();
    return Duration.between(now, frees.plus(rate.per()));
  }
}
