package dev.keybearer.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream could not be had or kept, and why. The message says what was being done, what was found
 * and what to do; it holds no token and no address that opens something.
 */
public final class StreamFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient @Nullable Instant retryAt;

  /** A failure of the given kind. */
  public StreamFailure(Kind kind, String message) {
    this(kind, message, null, null);
  }

  /** A failure; {@code retryAt} is when the other side wants to be asked again. */
  public StreamFailure(
      Kind kind, String message, @Nullable Instant retryAt, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAt = retryAt;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** When to try again at the earliest, or null when nobody said. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }

  /** The ways in which a stream fails; what follows of each stands with it. */
  public enum Kind {
    /** The token was not taken: it is rejected once, then tried again at a growing pace. */
    UNAUTHENTICATED,
    /** The token may not do this: suspended, with a slow check. */
    FORBIDDEN,
    /** No token can be had until somebody changes something: suspended, with a slow check. */
    CREDENTIAL,
    /** What was dialled is not there any more: dialled anew from the start. */
    GONE,
    /** Too many connections or handshakes: waits, for as long as it was told. */
    CROWDED,
    /** No answer, or none that makes sense: tried again at a growing pace. */
    UNAVAILABLE,
    /** The plan cannot work as it is: said at once, nothing is tried. */
    MISPLANNED,
    /**
     * What was not acknowledged lies further back than the provider keeps, and that is not
     * accepted: suspended.
     */
    CURSOR_EXPIRED,
    /** The position of the receiver cannot be read or written. */
    POSITION_UNUSABLE
  }
}
