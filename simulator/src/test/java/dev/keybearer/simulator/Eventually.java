package dev.keybearer.simulator;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads. */
final class Eventually {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private Eventually() {}

  /** Whether a condition comes true in time. */
  static boolean comesTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }
}
