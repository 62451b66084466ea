package dev.keybearer.token.client;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenSource;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * When one call is over: there is time while {@code now < ends}.
 *
 * @param ends on the monotonic clock
 * @param limit what the call had in all
 * @param stated whether the caller set that limit
 */
record Deadline(TimeSource time, long ends, Duration limit, boolean stated) {
  /** Longer timeouts are cut to this: moments further off would overflow. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** The deadline of a call that begins now. */
  static Deadline of(HttpRequest request, TimeSource time) {
    Optional<Duration> timeout = request.timeout();
    Duration limit = earlier(timeout.orElse(AuthorizedClient.LIMIT), LONGEST);
    return new Deadline(time, time.nanos() + limit.toNanos(), limit, timeout.isPresent());
  }

  /** What is left, never less than nothing. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, ends - time.nanos()));
  }

  /** How long this call waits for a token. */
  Duration patience() {
    return stated ? left() : earlier(left(), TokenSource.PATIENCE);
  }

  boolean isOver() {
    return isPast(time.nanos());
  }

  /** Whether a moment comes too late for this call. */
  boolean isPast(long moment) {
    return moment - ends >= 0;
  }

  private static Duration earlier(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
