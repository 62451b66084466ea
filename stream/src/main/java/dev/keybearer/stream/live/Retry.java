package dev.keybearer.stream.live;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: at random up to half a second at first, so that many
 * who fall together do not rise together, then at random up to a bound that doubles.
 */
final class Retry {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** So long without a loss makes up for what failed before. */
  private static final Duration STABLE = Duration.ofSeconds(60);

  private final DoubleSupplier random;
  private int failures;
  private boolean well;
  private long wellSince;

  Retry(DoubleSupplier random) {
    this.random = random;
  }

  /** Notes a failure; returns the pause before the next attempt. */
  long failed() {
    long bound = FIRST.toNanos() << Math.min(failures, 16);
    failures++;
    well = false;
    return (long) (random.getAsDouble() * Math.min(bound, LONGEST.toNanos()));
  }

  /** Notes that somebody listens, whoever has taken whose place meanwhile. */
  void well(long now) {
    if (!well) {
      well = true;
      wellSince = now;
    } else if (now - wellSince >= STABLE.toNanos()) {
      failures = 0;
    }
  }
}
