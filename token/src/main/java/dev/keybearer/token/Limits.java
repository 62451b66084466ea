package dev.keybearer.token;

import java.time.Duration;

/**
 * How fast an issuer may be asked.
 *
 * @param burst how many requests may go at once
 * @param interval one more every so often
 */
public record Limits(int burst, Duration interval) {
  /** How long a burst may take to come back: longer ones would overflow the monotonic clock. */
  public static final Duration LONGEST_REFILL = Duration.ofDays(365);

  /** One credential: three at once, then one in two seconds. */
  public static final Limits OF_CREDENTIAL = new Limits(3, Duration.ofSeconds(2));

  /** All credentials of one issuer together: ten at once, then forty more in each second (R5). */
  public static final Limits OF_ISSUER = new Limits(10, Duration.ofMillis(25));

  /** Limits that let at least one request through, and not all. */
  public Limits {
    if (burst < 1 || interval.compareTo(Duration.ZERO) <= 0 || isTooSlow(burst, interval)) {
      throw new IllegalArgumentException(
          "limits need a burst of at least 1 and an interval above 0, together at most "
              + LONGEST_REFILL.toDays()
              + " days, not "
              + burst
              + " and "
              + interval);
    }
  }

  private static boolean isTooSlow(int burst, Duration interval) {
    return interval.compareTo(LONGEST_REFILL.dividedBy(burst)) > 0;
  }
}
