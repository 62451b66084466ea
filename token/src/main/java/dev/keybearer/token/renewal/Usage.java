package dev.keybearer.token.renewal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a source was used, for issuers that end tokens early when nobody uses them: known from the
 * policy, or learnt from a token that was refused right after a long pause. Guarded by its source.
 */
final class Usage {
  /** Shorter pauses are never an idle time-out: the shortest known one is five minutes. */
  private static final long NOTICEABLE = Duration.ofSeconds(60).toNanos();

  /** A rejection within this time after a pause is blamed on the pause. */
  private static final long BLAME = Duration.ofSeconds(30).toNanos();

  /** The share of an idle time-out that is used: the issuer's clock started earlier than ours. */
  private static final double CAUTION = 0.95;

  private long limit;
  private long pause;
  private long pauseEnded;

  Usage(@Nullable Duration idle) {
    this.limit = idle == null ? Long.MAX_VALUE : (long) (idle.toNanos() * CAUTION);
  }

  /** Whether a pause of this length needs a closer look. */
  boolean isNoticeable(long length) {
    return length >= Math.min(NOTICEABLE, limit);
  }

  /**
   * Takes note of a use after a pause.
   *
   * @return whether the token is thought to have died of it
   */
  boolean resumed(long length, long now) {
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
}
