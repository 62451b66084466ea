package dev.keybearer.benchmark.stream;

import dev.keybearer.simulator.MovableClock;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The time of a simulated world, for those who live in it: it runs as fast. */
final class WorldTime implements TimeSource {
  private static final long LOOK_NANOS = 1_000_000;

  private final MovableClock clock;
  private final Instant origin;

  WorldTime(MovableClock clock) {
    this.clock = clock;
    this.origin = clock.instant();
  }

  @Override
  public long nanos() {
    return Duration.between(origin, clock.instant()).toNanos();
  }

  @Override
  public Instant wall() {
    return clock.instant();
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
  public boolean await(Condition condition, long until) throws InterruptedException {
    long left = until - nanos();
    if (left <= 0) {
      return false;
    }
    long longest = TimeUnit.MILLISECONDS.toNanos(20);
    boolean signalled = condition.awaitNanos(Math.min(real(left), longest)) > 0;
    return signalled || until - nanos() > 0;
  }

  /** How many times as fast as outside. */
  double scale() {
    return clock.scale();
  }

  /** What a stretch takes outside. */
  Duration real(Duration time) {
    return Duration.ofNanos(real(time.toNanos()));
  }

  private long real(long nanos) {
    return Math.max(1, (long) (nanos / clock.scale()));
  }

  /** Lets time pass. */
  void pass(Duration time) {
    isSo(time, () -> false);
  }

  /** Waits until something is so; false when it is not within the time. */
  boolean isSo(Duration patience, BooleanSupplier done) {
    long until = nanos() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (nanos() - until > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
