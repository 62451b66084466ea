package dev.keybearer.gateway.scene;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** A time that stands still until a test moves it. */
public final class MovedTime implements TimeSource {
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** Close before the overflow of the monotonic clock, so that tests cross it. */
  private static final long START_NANOS = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

  private volatile Duration passed = Duration.ZERO;

  public void advance(Duration by) {
    passed = passed.plus(by);
  }

  @Override
  public long nanos() {
    return START_NANOS + passed.toNanos();
  }

  @Override
  public Instant wall() {
    return START.plus(passed);
  }

  @Override
  public boolean await(Condition condition, long until) {
    throw new AssertionError("nothing waits here");
  }
}
