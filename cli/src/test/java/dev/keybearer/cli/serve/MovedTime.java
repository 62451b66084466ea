package dev.keybearer.cli.serve;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The machine's time, with what a test has moved it on. */
final class MovedTime implements TimeSource {
  /** So soon does whoever waits find out that time was moved. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private volatile Duration ahead = Duration.ZERO;

  void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public long nanos() {
    return System.nanoTime() + ahead.toNanos();
  }

  @Override
  public Instant wall() {
    return Instant.now().plus(ahead);
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
  public boolean await(Condition condition, long until) throws InterruptedException {
    long left = until - nanos();
    if (left <= 0) {
      return false;
    }
    long _ = condition.awaitNanos(Math.min(left, LOOK_NANOS));
    return until - nanos() > 0;
  }
}
