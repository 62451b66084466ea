package dev.keybearer.gateway.admin;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** A time that stands still until a test moves it. */
final class FakeTime implements TimeSource {
  static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  /** Close before the overflow of the monotonic clock, so that tests cross it. */
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

  private Instant wall = START;

  synchronized void advance(Duration by) {
    nanos += by.toNanos();
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

  @Override
  public boolean await(Condition condition, long until) {
    throw new UnsupportedOperationException("nothing here waits for a moment");
  }
}
