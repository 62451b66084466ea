package dev.keybearer.gateway.scene;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A time that stands still until a test moves it. */
public final class FakeTime implements TimeSource {
  /** Close before the overflow of the monotonic clock, so that every test crosses it or nearly. */
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

  /** Two loops, three times. */
  private static final int TICKS = 6;

  private long nanos = START;
  private Instant wall;
  private int readings;

  public FakeTime(Instant wall) {
    this.wall = wall;
  }

  /** At some second. */
  public static FakeTime standing() {
    return new FakeTime(Instant.parse("2026-02-03T04:05:06Z"));
  }

  /** Time passes. */
  public synchronized void advance(Duration by) {
    nanos += by.toNanos();
    wall = wall.plus(by);
  }

  @Override
  public synchronized long nanos() {
    readings++;
    return nanos;
  }

  /** The same time for others than loops, whose readings are no ticks. */
  public TimeSource forOthers() {
    FakeTime same = this;
    return new TimeSource() {
      @Override
      public long nanos() {
        return same.unnoticed();
      }

      @Override
      public Instant wall() {
        return same.wall();
      }

      @Override
      @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
      public boolean await(Condition condition, long until) throws InterruptedException {
        boolean left = until - nanos() > 0;
        return left && (condition.await(1, TimeUnit.MILLISECONDS) || until - nanos() > 0);
      }
    };
  }

  private synchronized long unnoticed() {
    return nanos;
  }

  /** Waits until every loop has noticed the time, and has had the time to do something about it. */
  public void awaitTicks() {
    int before = readings();
    Eventually.holds("the loops tick", () -> readings() - before >= TICKS);
  }

  private synchronized int readings() {
    return readings;
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
