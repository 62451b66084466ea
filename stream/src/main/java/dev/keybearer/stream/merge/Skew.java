package dev.keybearer.stream.merge;

import java.util.Arrays;

/** By how much one connection was behind another lately. Confined to one thread. */
final class Skew {
  private static final int KEPT = 256;

  private final long[] samples = new long[KEPT];
  private int count;

  void sample(long nanos) {
    samples[count++ % KEPT] = Math.abs(nanos);
  }

  /** What 99 of 100 stay below, zero before anything was seen. */
  long p99() {
    int filled = Math.min(count, KEPT);
    if (filled == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(samples, filled);
    Arrays.sort(sorted);
    return sorted[(filled - 1) * 99 / 100];
  }
}
