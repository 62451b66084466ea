package dev.keybearer.gateway.wire;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long nothing has moved. Used by its loop's thread only. */
final class Progress {
  /** A body may be slower than this only in its first seconds (G10). */
  private static final long LEAST_PER_SECOND = 1 << 10;

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private long moved;
  private long awaited;

  Progress(long now) {
    this.moved = now;
  }

  /** Something has moved. */
  void moved(long now) {
    moved = now;
  }

  /** Whether nothing has moved for so long. */
  boolean isOver(long now, Duration limit) {
    return now - moved >= limit.toNanos();
  }

  /**
   * One more tick was spent on waiting for the caller's body.
   *
   * @return whether it is too slow
   */
  boolean awaitsBody(long length) {
    awaited += TimeUnit.MILLISECONDS.toNanos(Loop.TICK_MILLIS);
    long due = LEAST_PER_SECOND * TimeUnit.NANOSECONDS.toSeconds(awaited);
    return awaited > GRACE_NANOS && length < due;
  }
}
