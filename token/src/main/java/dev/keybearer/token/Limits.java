package dev.keybearer.token;

import java.time.Duration;

/**
 * How fast an issuer may be asked.
 *
 * @param burst how many requests may go at once
 * @param interval one more every so often
 */
public record Limits(int burst, Duration interval) {
  /** One credential: three at once, then one in two seconds. */
  public static final Limits OF_CREDENTIAL = new Limits(3, Duration.ofSeconds(2));

  /** All credentials of one issuer together: fifty at once, then fifty a second. */
  public static final Limits OF_ISSUER = new Limits(50, Duration.ofMillis(20));

  /** Limits that let at least one request through. */
  public Limits {
    if (burst < 1 || interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "limits need a burst of at least 1 and an interval above 0, not "
              + burst
              + " and "
              + interval);
    }
  }
}
