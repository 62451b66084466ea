package dev.keybearer.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a topic.
 *
 * @param id the provider's own name for it, null when it gives none
 * @param cursor its position for a replay, null when the provider keeps none
 * @param body as it came, usually JSON
 * @param key names it for a sink that drops what it has already: the id, or a digest of topic and
 *     body, which two true repeats share
 * @param receivedAt on our wall clock
 * @param origin how it came to be delivered
 */
public record Message(
    String stream,
    String topic,
    @Nullable String id,
    @Nullable String cursor,
    String body,
    String key,
    Instant receivedAt,
    Origin origin)
    implements Delivery {

  /** Whether the receiver may have had it before; only then can it be a duplicate. */
  public boolean possiblyDuplicate() {
    return origin != Origin.LIVE && origin != Origin.BACKFILLED;
  }

  /** The same, handed over once more. */
  public Message again() {
    return from(Origin.AGAIN);
  }

  /** The same message by another way. */
  public Message from(Origin newOrigin) {
    return new Message(stream, topic, id, cursor, body, key, receivedAt, newOrigin);
  }

  /** Everything but the body, which may hold what is nobody else's business. */
  @Override
  public String toString() {
    return "Message[" + stream + " " + topic + " " + key + " " + origin + "]";
  }

  /** How a message came to be delivered. */
  public enum Origin {
    /** As it happened. */
    LIVE,
    /** Brought by a filler for a gap. */
    BACKFILLED,
    /** Replayed after a start that does not know what was acknowledged last. */
    REPLAYED,
    /** Came late over a second connection, when nobody remembered for sure whether it was there. */
    DOUBTFUL,
    /** The receiver failed at it, or at one of the same batch. */
    AGAIN
  }
}
