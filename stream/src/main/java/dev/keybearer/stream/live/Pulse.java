package dev.keybearer.stream.live;

import java.time.Duration;

/**
 * Whether the other side of a connection is still there: when it was heard last, and since when it
 * owes an answer. Confined to the stream's mailbox.
 */
final class Pulse {
  /** An answer to a ping takes no longer, or there is nobody. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /** Silence is questioned after this at the latest, so that death shows within twenty seconds. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private static final long NEVER = Long.MIN_VALUE;

  private final long silence;
  private Moment heard;
  private long askedAt = NEVER;

  /** Of somebody who says something so often at least, zero for never. */
  Pulse(Duration heartbeat, Moment now) {
    Duration half = heartbeat.dividedBy(2);
    boolean questioned = half.isZero() || half.compareTo(LONGEST_SILENCE) > 0;
    this.silence = (questioned ? LONGEST_SILENCE : half).toNanos();
    this.heard = now;
  }

  /** Something came at that moment. */
  void felt(Moment at) {
    heard = at;
    askedAt = NEVER;
  }

  /** When something was heard last. */
  Moment heard() {
    return heard;
  }

  /** A sign of life was asked for. */
  void asked(long now) {
    askedAt = now;
  }

  /** No answer is waited for any more. */
  void rest() {
    askedAt = NEVER;
  }

  boolean isAsked() {
    return askedAt != NEVER;
  }

  /** Whether it has been silent for so long that it is to be asked. */
  boolean isFaint(long now) {
    return askedAt == NEVER && now - heard.nanos() >= silence;
  }

  /** Whether it did not answer. */
  boolean hasStopped(long now) {
    return askedAt != NEVER && now - askedAt >= ANSWER_WITHIN.toNanos();
  }

  /** When either may come to be so. */
  long due() {
    return askedAt == NEVER ? heard.nanos() + silence : askedAt + ANSWER_WITHIN.toNanos();
  }
}
