package dev.keybearer.token.renewal;

import dev.keybearer.token.Summary;
import java.time.Duration;

/** Counts the attempts of one credential. Guarded by its source. */
final class Tally {
  private long succeeded;
  private long failed;
  private long latency;

  void succeeded(long nanos) {
    succeeded++;
    latency += nanos;
  }

  void failed() {
    failed++;
  }

  Summary summary() {
    return summary(succeeded, failed, latency);
  }

  /** The summary of several together. */
  static Summary sum(Iterable<Summary> parts) {
    long ok = 0;
    long no = 0;
    double millis = 0;
    for (Summary part : parts) {
      ok += part.successfulRefreshes();
      no += part.failedRefreshes();
      millis += part.avgLatencyMs() * part.successfulRefreshes();
    }
    return summary(ok, no, (long) (millis * Duration.ofMillis(1).toNanos()));
  }

  private static Summary summary(long ok, long no, long nanos) {
    long all = ok + no;
    double rate = all == 0 ? 100 : 100.0 * ok / all;
    double millis = ok == 0 ? 0 : nanos / (double) ok / Duration.ofMillis(1).toNanos();
    return new Summary(all, ok, no, rate, millis);
  }
}
