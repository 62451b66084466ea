package dev.keybearer.genesys;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A time that stands still until a test moves it. */
public final class FakeTime implements TimeSource {
  /** Close before the overflow of the monotonic clock, so that every test crosses it or nearly. */
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

  private long nanos = START;
  private Instant wall;

  public FakeTime(Instant wall) {
    this.wall = wall;
  }

  /** Time passes. */
  public synchronized void advance(Duration by) {
    nanos += by.toNanos();
    wall = wall.plus(by);
  }

  /** Only the wall clock moves: somebody set it, or the machine slept. */
  public synchronized void moveWall(Duration by) {
    wall = wall.plus(by);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant wall() {
    return wall;
  }

  /** Looks at the moved time every millisecond of real time. */
  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
  public boolean await(Condition condition, long until) throws InterruptedException {
    if (until - nanos() <= 0) {
      return false;
    }
    condition.await(1, TimeUnit.MILLISECONDS);
    return until - nanos() > 0;
  }
}
