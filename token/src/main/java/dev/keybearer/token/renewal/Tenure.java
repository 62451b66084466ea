package dev.keybearer.token.renewal;

import dev.keybearer.token.Token;
import dev.keybearer.token.lease.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lease that a source gives out, and when it was used, for issuers that end tokens early when
 * nobody uses them: after how long is known from the policy, or learnt from a token that was
 * refused right after a long pause. Read by many threads, who note their use as well; everything
 * else is guarded by its source.
 */
final class Tenure {
  /** Uses closer together than this count as one, so that a busy source is not written to. */
  private static final long GRAIN = Duration.ofSeconds(1).toNanos();

  /** Shorter pauses are never an idle time-out: the shortest known one is five minutes. */
  private static final long NOTICEABLE = Duration.ofSeconds(60).toNanos();

  /** A rejection within this time after a pause is blamed on the pause. */
  private static final long BLAME = Duration.ofSeconds(30).toNanos();

  /** The share of an idle time-out that is used: the issuer's clock started earlier than ours. */
  private static final double CAUTION = 0.95;

  private volatile @Nullable Lease lease;
  private volatile long lastUse;
  private volatile long limit;
  private long renewed;
  private long pause;
  private long pauseEnded;

  Tenure(@Nullable Duration idle, long now) {
    this.limit = idle == null ? Long.MAX_VALUE : (long) (idle.toNanos() * CAUTION);
    this.lastUse = now;
    this.renewed = now;
  }

  /** The token, wait-free; null when the source rested for long or has nothing to give. */
  @Nullable Token atOnce(long now) {
    // The use before the lease: whoever ends a lease for its idleness writes them the other way.
    long length = now - lastUse;
    if (length >= GRAIN) {
      if (isNoticeable(length)) {
        return null;
      }
      lastUse = now;
    }
    return usable(now);
  }

  /** The token that may be given out at this moment, whatever was before. */
  @Nullable Token usable(long now) {
    Lease current = lease;
    return current != null && current.isUsable(now) ? current.token() : null;
  }

  /** Whether a caller who comes now gets the token: it is usable, and did not die of a pause. */
  boolean isGiven(long now) {
    return usable(now) != null && idle(now) < limit;
  }

  @Nullable Lease lease() {
    return lease;
  }

  /** Gives out another lease from now on, or none. */
  void hold(@Nullable Lease next) {
    lease = next;
  }

  /** A token has come, and has been idle since. */
  void renewed(long now) {
    renewed = now;
  }

  /** Takes note of a use after a closer look at the pause before it. */
  void use(long now) {
    long length = idle(now);
    if (isNoticeable(length)) {
      pause = length;
      pauseEnded = now;
    }
    Lease current = lease;
    if (current != null && length >= limit) {
      lease = current.endingBy(now);
    }
    lastUse = now;
  }

  /**
   * Ends the lease on this very token.
   *
   * @return false when a newer one has taken its place, or somebody has ended it already
   */
  boolean end(Token token, long now) {
    Lease current = lease;
    if (current == null || current.token() != token || !current.isUsable(now)) {
      return false;
    }
    lease = current.endingBy(now);
    return true;
  }

  /**
   * Whether this is the token whose lease is over here, by a rejection, a pause or its age: where
   * it rests it may look alive by the wall clock, and is not given out again all the same.
   */
  boolean isOver(Lease found, long now) {
    Lease current = lease;
    return current != null
        && !current.isUsable(now)
        && current.token().fingerprint().equals(found.token().fingerprint());
  }

  /** Makes the lease older, and returns it; null without one. */
  @Nullable Lease age(long by) {
    Lease current = lease;
    Lease older = current == null ? null : current.aged(by);
    lease = older;
    return older;
  }

  /** Makes the lease due for renewal now. */
  void due(long now) {
    Lease current = lease;
    lease = current == null ? null : current.due(now);
  }

  /** A token was refused; whether that taught a shorter idle limit. */
  boolean learn(long now) {
    if (pause < NOTICEABLE || now - pauseEnded > BLAME || pause >= limit) {
      return false;
    }
    limit = (long) (pause * CAUTION);
    return true;
  }

  /** After how long without use a token is thought dead. */
  Duration limit() {
    return Duration.ofNanos(limit);
  }

  /** A token is idle from its receipt or its last use, whichever came later. */
  private long idle(long now) {
    return Math.min(now - lastUse, now - renewed);
  }

  private boolean isNoticeable(long length) {
    return length >= Math.min(NOTICEABLE, limit);
  }
}
