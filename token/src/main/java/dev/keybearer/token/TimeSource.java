package dev.keybearer.token;

import java.time.Instant;
import java.util.concurrent.locks.Condition;

/**
 * Where time enters: a monotonic reading for ages and waits, and the wall clock for what others
 * compare with theirs. Tests move it.
 */
public interface TimeSource {
  /** Monotonic nanoseconds; only differences mean something. */
  long nanos();

  /** The wall clock, which may jump. */
  Instant wall();

  /**
   * Waits for a signal, at most until {@link #nanos()} reaches the given value; the caller holds
   * the condition's lock, and looks again at what it waits for, since waits end for no reason too.
   *
   * @return false when the moment has passed
   */
  boolean await(Condition condition, long until) throws InterruptedException;

  /** The machine's own clocks. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }

  /** The machine's own clocks. */
  enum SystemTime implements TimeSource {
    /** The only one. */
    INSTANCE;

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Instant wall() {
      return Instant.now();
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
    public boolean await(Condition condition, long until) throws InterruptedException {
      long left = until - System.nanoTime();
      return left > 0 && condition.awaitNanos(left) > 0;
    }
  }
}
