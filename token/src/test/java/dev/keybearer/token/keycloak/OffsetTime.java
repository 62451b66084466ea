package dev.keybearer.token.keycloak;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/** The machine's clocks, running ahead by as much as a test says. */
final class OffsetTime implements TimeSource {
  /** How soon somebody who waits notices that time was moved. */
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(5);

  private final AtomicLong offset = new AtomicLong();

  void advance(Duration by) {
    offset.addAndGet(by.toNanos());
  }

  @Override
  public long nanos() {
    return System.nanoTime() + offset.get();
  }

  @Override
  public Instant wall() {
    return Instant.now().plusNanos(offset.get());
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
  public boolean await(Condition condition, long until) throws InterruptedException {
    long left = until - nanos();
    if (left <= 0) {
      return false;
    }
    condition.awaitNanos(Math.min(left, GLANCE));
    return until - nanos() > 0;
  }
}
