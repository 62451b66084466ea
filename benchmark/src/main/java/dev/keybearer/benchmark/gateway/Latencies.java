package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Percentiles;
import java.util.concurrent.TimeUnit;

/**
 * How many calls came back, and how long they took: to the microsecond below a fifth of a second,
 * to the millisecond above. For one thread.
 */
final class Latencies {
  private static final int LONGEST_MICROS = 200_000;
  private static final int LONGEST_MILLIS = 60_000;

  private final int[] micros = new int[LONGEST_MICROS];
  private final int[] millis = new int[LONGEST_MILLIS + 1];
  private long count;

  /** Takes note of a call. */
  void add(long nanos) {
    long whole = TimeUnit.NANOSECONDS.toMicros(nanos);
    if (whole < LONGEST_MICROS) {
      micros[(int) whole]++;
    } else {
      millis[(int) Math.min(whole / 1_000, LONGEST_MILLIS)]++;
    }
    count++;
  }

  private long within(double share) {
    long before = 0;
    for (int at = 0; at < LONGEST_MICROS; at++) {
      before += micros[at];
      if (before >= share * count) {
        return at;
      }
    }
    int at = 0;
    while (at < LONGEST_MILLIS && (before += millis[at]) < share * count) {
      at++;
    }
    return at * 1_000L;
  }

  /** What there is so far. */
  Percentiles percentiles() {
    return new Percentiles(count, within(0.5), within(0.99), within(0.999));
  }
}
