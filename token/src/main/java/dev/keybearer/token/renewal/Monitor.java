package dev.keybearer.token.renewal;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One lock with one condition, on a time that tests can move. */
final class Monitor {
  /** Nobody waits longer, whatever it says: moments further off would overflow. */
  private static final Duration MOST_PATIENCE = Duration.ofDays(1);

  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  Monitor(TimeSource time) {
    this.time = time;
  }

  /** Does something under the lock. */
  <T extends @Nullable Object> T hold(Supplier<T> act) {
    lock.lock();
    try {
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does something under the lock. */
  void holding(Runnable act) {
    lock.lock();
    try {
      act.run();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes everybody who waits; the lock is held. */
  void changed() {
    changed.signalAll();
  }

  /** Waits for a change; false when the moment has passed or the thread is interrupted. */
  boolean await(long deadline) {
    try {
      return time.await(changed, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The moment at which this patience ends. */
  long deadline(Duration patience) {
    Duration bounded = patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience;
    return time.nanos() + bounded.toNanos();
  }
}
