package dev.keybearer.stream.live;

import dev.keybearer.simulator.MovableClock;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The time of a simulated world, for both sides: it runs as fast, and jumps when it does. */
final class WorldTime implements TimeSource {
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

  /** Looks again after a while, since the clock may have jumped. */
  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
  public boolean await(Condition condition, long until) throws InterruptedException {
    long left = until - nanos();
    if (left <= 0) {
      return false;
    }
    long real = (long) (left / Math.max(clock.scale(), 0.001));
    boolean signalled = condition.awaitNanos(Math.min(real, TimeUnit.MILLISECONDS.toNanos(20))) > 0;
    return signalled || until - nanos() > 0;
  }
}
