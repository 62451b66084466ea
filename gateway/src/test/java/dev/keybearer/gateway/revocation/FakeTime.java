package dev.keybearer.gateway.revocation;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** A time that stands still until a test moves it. */
final class FakeTime implements TimeSource {
  /** In the past of every machine, so that no token comes from the future. */
  static final Instant START = Instant.parse("2020-03-01T12:00:00Z");

  private volatile Duration passed = Duration.ZERO;
  private volatile Duration ahead = Duration.ZERO;

  void advance(Duration by) {
    passed = passed.plus(by);
  }

  /** The clock on the wall is wrong by so much; the other one is not. */
  void jump(Duration by) {
    ahead = by;
  }

  @Override
  public long nanos() {
    return passed.toNanos();
  }

  @Override
  public Instant wall() {
    return START.plus(passed).plus(ahead);
  }

  @Override
  public boolean await(Condition condition, long until) {
    throw new AssertionError("nothing waits here");
  }
}
