package dev.keybearer.gateway.signal;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When a signal that did not arrive is sent again: after the n-th attempt a random share of {@code
 * 5 s × 2ⁿ⁻¹}, 6 h at most (full jitter), until it has been tried 16 times or is a day old (W3).
 */
final class Schedule {
  static final int MOST_ATTEMPTS = 16;
  static final Duration OLDEST = Duration.ofDays(1);

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration CAP = Duration.ofHours(6);

  private final DoubleSupplier random;

  /** A schedule that draws its jitter, between 0 and 1, from a source. */
  Schedule(DoubleSupplier random) {
    this.random = random;
  }

  /** Nanoseconds until the next attempt, after so many. */
  long pause(int attempts) {
    double ceiling =
        Math.min(Math.scalb((double) FIRST.toNanos(), attempts - 1), (double) CAP.toNanos());
    return (long) (ceiling * random.getAsDouble());
  }

  /** Whether a parcel that has just failed is given up. */
  static boolean isOver(Outbox.Parcel parcel, long now) {
    return parcel.attempts() >= MOST_ATTEMPTS || now - parcel.put() >= OLDEST.toNanos();
  }
}
