package dev.keybearer.simulator;

import java.time.Duration;
import java.time.Instant;

/** Counts the API requests of one token in fixed windows of a minute. */
final class RateGauge {
  private static final Duration WINDOW = Duration.ofSeconds(60);

  /** Guarded by this. */
  private Instant resets = Instant.MIN;

  private int count;

  /** Counts a request. */
  synchronized Reading count(Instant now, int allowed) {
    if (!now.isBefore(resets)) {
      resets = now.plus(WINDOW);
      count = 0;
    }
    count++;
    long left = Duration.between(now, resets).plusSeconds(1).minusNanos(1).toSeconds();
    return new Reading(count, allowed, left);
  }

  /**
   * Where a token stands.
   *
   * @param count requests in this window, this one included
   * @param allowed requests a window has room for
   * @param reset seconds until the next window
   */
  record Reading(int count, int allowed, long reset) {
    boolean isExceeded() {
      return count > allowed;
    }
  }
}
