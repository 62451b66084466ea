package dev.keybearer.token.login;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A time that stands still until a test moves it, and tells for how long somebody waits. */
final class WatchedTime implements TimeSource {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final FakeTime time;
  private long awaited;

  WatchedTime(FakeTime time) {
    this.time = time;
    this.awaited = time.nanos();
  }

  /** Waits in real time until somebody waits for a moment to come; how far off it is. */
  synchronized Duration pause() {
    long end = System.nanoTime() + PATIENCE;
    while (awaited - time.nanos() <= 0) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("nobody waits");
      }
      try {
        wait(10);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
    return Duration.ofNanos(awaited - time.nanos());
  }

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public Instant wall() {
    return time.wall();
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
  public boolean await(Condition condition, long until) throws InterruptedException {
    somebodyWaits(until);
    try {
      return time.await(condition, until);
    } finally {
      nobodyWaits(); // or the next pause would be taken for one that an interrupt has ended
    }
  }

  private synchronized void somebodyWaits(long until) {
    awaited = until;
    notifyAll();
  }

  private synchronized void nobodyWaits() {
    awaited = time.nanos();
  }
}
