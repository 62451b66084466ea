package dev.keybearer.stream.live;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * A moment on both clocks; it has come when either says so. The monotonic clock stands still while
 * a machine sleeps, and the wall clock may be set.
 */
record Moment(long nanos, Instant wall) {
  static Moment now(TimeSource time) {
    return new Moment(time.nanos(), time.wall());
  }

  static Moment in(TimeSource time, Duration ahead) {
    return new Moment(time.nanos() + ahead.toNanos(), time.wall().plus(ahead));
  }

  boolean hasCome(TimeSource time) {
    return time.nanos() - nanos >= 0 || !time.wall().isBefore(wall);
  }

  /** On the monotonic clock. */
  boolean isAfter(Moment other) {
    return nanos - other.nanos > 0;
  }

  Moment minus(Duration stretch) {
    return new Moment(nanos - stretch.toNanos(), wall.minus(stretch));
  }
}
