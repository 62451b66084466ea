package dev.keybearer.token.budget;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Capped exponential backoff with full jitter: after the n-th failure in a row, a random share of
 * {@code first × 2ⁿ⁻¹}, never more than the cap, and never less than the floor's share of it.
 *
 * <p>Full jitter may come out near zero, which is right for a lost connection and wrong for an
 * issuer that asks for patience: the floor is for the latter. Not thread safe.
 */
public final class Backoff {
  /** No answer: from 200 ms to 30 s, all of it random (R5). */
  public static final Pace TRANSPORT = new Pace(Duration.ofMillis(200), Duration.ofSeconds(30), 0);

  /** An answer that says trouble, such as 503: as without an answer, half of it certain (R5). */
  public static final Pace UNAVAILABLE =
      new Pace(Duration.ofMillis(200), Duration.ofSeconds(30), 0.5);

  /** Asked to slow down: a second at least, a minute at most, half of each step certain (R5). */
  public static final Pace THROTTLED = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(60), 0.5);

  /** Said no for good: a slow probe finds out that somebody mended it at the issuer. */
  public static final Pace REFUSED = new Pace(Duration.ofMinutes(1), Duration.ofHours(1), 0.5);

  /** A nanosecond doubled this often is beyond the longest pause: every pace has met its cap. */
  private static final int MOST_DOUBLINGS = 63;

  private final DoubleSupplier random;
  private int failures;

  /** A backoff that draws its jitter, between 0 and 1, from the given source. */
  public Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** Counts a failure; the nanoseconds until the next attempt. */
  public long failed(Pace pace) {
    double step = Math.scalb((double) pace.first().toNanos(), failures);
    double ceiling = Math.min(step, (double) pace.cap().toNanos());
    failures = Math.min(failures + 1, MOST_DOUBLINGS);
    return (long) (ceiling * (pace.floor() + (1 - pace.floor()) * random.getAsDouble()));
  }

  /** Forgets the failures. */
  public void succeeded() {
    failures = 0;
  }

  /**
   * How a backoff grows.
   *
   * @param floor the share of each step that is certain, 0 to 1
   */
  public record Pace(Duration first, Duration cap, double floor) {
    /** A pace that grows from something to something. */
    public Pace {
      boolean grows = first.toNanos() > 0 && first.compareTo(cap) <= 0;
      if (!grows || !(floor >= 0 && floor <= 1)) {
        throw new IllegalArgumentException(
            "a pace grows from above zero to its cap, with a floor between 0 and 1; got "
                + first
                + ", "
                + cap
                + " and "
                + floor);
      }
    }
  }
}
