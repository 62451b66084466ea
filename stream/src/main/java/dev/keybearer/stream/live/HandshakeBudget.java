package dev.keybearer.stream.live;

import dev.keybearer.token.TimeSource;
import java.time.Duration;

/**
 * How often the streams of a process may make connections, all together: a fleet of streams that
 * falls at once does not rise at once. Safe for many threads.
 */
final class HandshakeBudget {
  private final TimeSource time;
  private final long interval;
  private final long burst;
  private long next; // guarded by this; when the next handshake would begin at a steady pace

  /** So many at once, then one in each interval. */
  HandshakeBudget(TimeSource time, int atOnce, Duration interval) {
    this.time = time;
    this.interval = interval.toNanos();
    this.burst = this.interval * (atOnce - 1);
    this.next = time.nanos() - burst;
  }

  /** Takes a place; returns the moment, in the monotonic nanoseconds, at which it may be used. */
  synchronized long take() {
    long now = time.nanos();
    next = Math.max(next, now - burst);
    long place = Math.max(now, next);
    next += interval;
    return place;
  }
}
