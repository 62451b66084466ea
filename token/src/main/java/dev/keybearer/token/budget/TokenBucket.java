package dev.keybearer.token.budget;

import dev.keybearer.token.Limits;

/**
 * Spaces requests out: a burst at once, then one an interval.
 *
 * <p>The generic cell rate algorithm: one number, the moment at which the bucket would be full
 * again. A reservation moves it by one interval and is good from the moment at which the bucket
 * holds a burst less. Whoever must wait has a place of its own, so that many who wait do not wake
 * together. Not thread safe.
 */
public final class TokenBucket {
  private final long interval;
  private final long tolerance;
  private long full;

  /** A full bucket. */
  public TokenBucket(Limits limits, long now) {
    this.interval = limits.interval().toNanos();
    this.tolerance = interval * (limits.burst() - 1);
    this.full = now;
  }

  /**
   * The first moment, not before the wanted one, at which this request may go. A place in the
   * future holds up everybody who reserves later: wanted is now, or a moment before which nobody
   * may go.
   */
  public long reserve(long wanted) {
    refill(wanted);
    long slot = full - tolerance;
    full += interval;
    return slot - wanted < 0 ? wanted : slot;
  }

  /** Whether a request may go now, without a reservation; if not, nothing is used up. */
  public boolean take(long now) {
    refill(now);
    if (full - tolerance - now > 0) {
      return false;
    }
    full += interval;
    return true;
  }

  private void refill(long now) {
    if (full - now < 0) {
      full = now;
    }
  }
}
