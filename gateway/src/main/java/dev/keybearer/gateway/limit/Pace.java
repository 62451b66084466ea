package dev.keybearer.gateway.limit;

import java.time.Duration;

/**
 * How often something may happen: so often at once, and then once an interval.
 *
 * @param interval microseconds
 * @param burst at once, after a pause
 */
public record Pace(long interval, int burst) {
  /** What is used up of a pace is made good within a day: beyond it nobody remembers anything. */
  public static final Duration LONGEST = Duration.ofDays(1);

  /** A pace within its bounds. */
  public Pace {
    if (interval < 1 || burst < 1 || interval > Counts.micros(LONGEST) / burst) {
      throw new IllegalArgumentException(
          "a pace of "
              + burst
              + " at once and one in "
              + interval
              + " µs cannot be kept: use up to a million in a second, and a burst that is made good"
              + " within a day");
    }
  }

  /**
   * So many in that time, of which so many may come at once. The interval is rounded up: no more
   * than what is written passes.
   */
  public static Pace of(int count, Duration per, int burst) {
    long micros = Counts.micros(per);
    return new Pace(count > micros ? 0 : (micros + count - 1) / count, burst);
  }

  /** All that can be used up, in microseconds that make it good again. */
  long most() {
    return interval * burst;
  }
}
