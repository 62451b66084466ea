package dev.keybearer.token.renewal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a source was used, for issuers that end tokens early when nobody uses them: known from the
 * policy, or learnt from a token that was refused right after a long pause. Uses are noted by many
 * threads; everything else is guarded by its source.
 */
final class Usage {
  /** Uses closer together than this count as one, so that a busy source is not written to. */
  private static final long GRAIN = Duration.ofSeconds(1).toNanos();

  /** Shorter pauses are never an idle time-out: the shortest known one is five minutes. */
  private static final long NOTICEABLE = Duration.ofSeconds(60).toNanos();

  /** A rejection within this time after a pause is blamed on the pause. */
  private static final long BLAME = Duration.ofSeconds(30).toNanos();

  /** The share of an idle time-out that is used: the issuer's clock started earlier than ours. */
  private static final double CAUTION = 0.95;

  private volatile long last;
  private volatile long limit;
  private long renewed;
  private long pause;
  private long pauseEnded;

  Usage(@Nullable Duration idle, long now) {
    this.limit = idle == null ? Long.MAX_VALUE : (long) (idle.toNanos() * CAUTION);
    this.last = now;
    this.renewed = now;
  }

  /** Takes note of a use, wait-free; false when the pause before it needs a closer look. */
  boolean notes(long now) {
    long length = now - last;
    if (length < GRAIN) {
      return true;
    }
    if (isNoticeable(length)) {
      return false;
    }
    last = now;
    return true;
  }

  /** Takes note of a use after {@link #resumed} has looked at the pause before it. */
  void noted(long now) {
    last = now;
  }

  /** Takes note of a new token. */
  void renewed(long now) {
    renewed = now;
  }

  /**
   * Looks at the pause before a use: a token is idle from its receipt or its last use, whichever
   * came later.
   *
   * @return whether the token is thought to have died of it
   */
  boolean resumed(long now) {
    long length = Math.min(now - last, now - renewed);
    if (isNoticeable(length)) {
      pause = length;
      pauseEnded = now;
    }
    return length >= limit;
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

  private boolean isNoticeable(long length) {
    return length >= Math.min(NOTICEABLE, limit);
  }
}
