package dev.keybearer.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A bounded stretch in which messages may be missing: those of these topics that were sent from
 * {@code from}, and before {@code to}. Stretches of one stream never share a moment.
 *
 * @param topics all that are concerned
 * @param from on our wall clock, early by the provider's skew
 * @param overlapTried whether a second connection was under way when it began
 * @param backfilled whether a filler brought what was sent meanwhile
 */
public record Gap(
    String stream,
    List<String> topics,
    Instant from,
    Instant to,
    Cause cause,
    boolean overlapTried,
    boolean backfilled)
    implements Delivery {

  /** Copies the topics. */
  public Gap {
    topics = List.copyOf(topics);
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** The same, filled. */
  public Gap filled() {
    return new Gap(stream, topics, from, to, cause, overlapTried, true);
  }

  /** Why there may be something missing. */
  public enum Cause {
    /** The only connection ended before another was there. */
    DROPPED,
    /** The provider lets no second connection listen, so that one must end before the next. */
    BREAK_BEFORE_MAKE,
    /** One of several connections that share the messages ended with some under way. */
    SHARE_LOST,
    /** What was not acknowledged lies further back than the provider keeps. */
    CURSOR_EXPIRED,
    /** The receiver was slower than the buffer is large. */
    OVERFLOWN,
    /** The credential was refused, or none could be had, for a while. */
    SUSPENDED
  }
}
