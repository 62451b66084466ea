package dev.keybearer.token.background;

import dev.keybearer.token.TimeSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Waits for a moment, on a time that tests can move. Safe for use by many threads. */
public final class Pause {
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock(); // guards nothing: conditions need one
  private final Condition never = lock.newCondition();

  /** Pauses on this time. */
  public Pause(TimeSource time) {
    this.time = time;
  }

  /** Returns when {@link TimeSource#nanos()} has reached the moment. */
  public void until(long moment) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (moment - time.nanos() > 0) {
        time.await(never, moment);
      }
    } finally {
      lock.unlock();
    }
  }
}
