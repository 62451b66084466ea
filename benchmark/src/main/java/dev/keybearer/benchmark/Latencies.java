package dev.keybearer.benchmark;

import java.util.concurrent.TimeUnit;

/** How many calls came back, and how long they took, to the microsecond. For one thread. */
final class Latencies {
  private static final int LONGEST_MICROS = 200_000;

  private final int[] micros = new int[LONGEST_MICROS + 1];
  private long count;

  /** Takes note of a call. */
  void add(long nanos) {
    micros[(int) Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS)]++;
    count++;
  }

  private int within(double share) {
    long before = 0;
    int at = 0;
    while (at < LONGEST_MICROS && (before += micros[at]) < share * count) {
      at++;
    }
    return at;
  }

  /** How many there were, the median and the 99th percentile in microseconds. */
  @Override
  public String toString() {
    return count + " " + within(0.5) + " " + within(0.99);
  }
}
