package dev.keybearer.token.turnstile;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenSource;
import java.time.Duration;

/**
 * When one call is over: there is time while {@code now < ends}.
 *
 * @param ends on the monotonic clock
 * @param limit what the call had in all
 * @param stated whether the caller set that limit
 */
public record Deadline(TimeSource time, long ends, Duration limit, boolean stated) {
  /** Longer limits are cut to this: moments further off would overflow. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** The deadline of a call that begins now, whose caller set its limit. */
  public static Deadline stated(Duration limit, TimeSource time) {
    return of(limit, true, time);
  }

  /** The deadline of a call that begins now, whose caller set no limit. */
  public static Deadline assumed(Duration limit, TimeSource time) {
    return of(limit, false, time);
  }

  private static Deadline of(Duration limit, boolean stated, TimeSource time) {
    Duration bounded = earlier(limit, LONGEST);
    return new Deadline(time, time.nanos() + bounded.toNanos(), bounded, stated);
  }

  /** What is left, never less than nothing. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, ends - time.nanos()));
  }

  /** How long this call waits for a token. */
  public Duration patience() {
    return stated ? left() : earlier(left(), TokenSource.PATIENCE);
  }

  /** Whether there is no time left. */
  public boolean isOver() {
    return isPast(time.nanos());
  }

  /** Whether a moment comes too late for this call. */
  public boolean isPast(long moment) {
    return moment - ends >= 0;
  }

  private static Duration earlier(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
