package dev.keybearer.stream.live;

import dev.keybearer.token.TimeSource;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/**
 * A time whose monotonic reading counts from the opening, so that moments are compared and never
 * overflow.
 */
final class SinceOpening implements TimeSource {
  private final TimeSource time;
  private final long origin;

  SinceOpening(TimeSource time) {
    this.time = time;
    this.origin = time.nanos();
  }

  @Override
  public long nanos() {
    return time.nanos() - origin;
  }

  @Override
  public Instant wall() {
    return time.wall();
  }

  @Override
  public boolean await(Condition condition, long until) throws InterruptedException {
    return time.await(condition, until + origin);
  }
}
