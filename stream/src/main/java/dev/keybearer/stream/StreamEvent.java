package dev.keybearer.stream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to a stream. Holds no token, and no address that opens something. */
public sealed interface StreamEvent {
  /** When it happened, on the wall clock. */
  Instant at();

  /** The name of the stream. */
  String stream();

  /** A connection is being made. */
  record HandshakeStarted(Instant at, String stream, long generation) implements StreamEvent {}

  /** A connection could not be made; tried again at that moment. */
  record HandshakeFailed(
      Instant at,
      String stream,
      long generation,
      StreamFailure.Kind kind,
      String message,
      Instant retryAt)
      implements StreamEvent {}

  /**
   * A connection listens to all topics and was proved to.
   *
   * @param handshake from the first octet to the open socket
   */
  record ConnectionEstablished(Instant at, String stream, long generation, Duration handshake)
      implements StreamEvent {}

  /** A connection ended that was not let go of. */
  record ConnectionDropped(
      Instant at, String stream, long generation, String reason, @Nullable Integer closeCode)
      implements StreamEvent {}

  /**
   * Another token, or another connection, has taken the place of the one before, with no message
   * missed between them unless a gap says so.
   *
   * @param overlap how long both listened; zero where the token was renewed within the connection
   */
  record TokenRotated(
      Instant at, String stream, long from, long to, Trigger trigger, Duration overlap)
      implements StreamEvent {}

  /** A successor could not be made in time; the old connection is close to its end. */
  record RotationOverdue(Instant at, String stream, long generation, Instant ends)
      implements StreamEvent {}

  /** A stretch that may miss messages, as the receiver is told too. */
  record GapReported(Instant at, String stream, Gap gap) implements StreamEvent {}

  /** The provider does not let us listen to a topic; the others go on. */
  record TopicRejected(Instant at, String stream, String topic, String message)
      implements StreamEvent {}

  /** What was not acknowledged lies further back than the provider keeps. */
  record CursorExpired(Instant at, String stream, String topic, AfterExpiry policy)
      implements StreamEvent {}

  /** Nothing is tried any more but for a slow check. */
  record Suspended(Instant at, String stream, StreamFailure.Kind kind, String message)
      implements StreamEvent {}

  /**
   * The receiver threw; what it was given comes again.
   *
   * @param kind the class of what it threw, or of the cause of a {@link ReceiverFailure}
   * @param message the words of a {@link ReceiverFailure}; null for anything else, whose words may
   *     quote what was delivered
   */
  record ReceiverFailed(
      Instant at, String stream, String kind, @Nullable String message, Instant retryAt)
      implements StreamEvent {
    /** What a receiver threw, as far as it may be shown. */
    public static ReceiverFailed of(Instant at, String stream, Throwable thrown, Instant retryAt) {
      Throwable cause = thrown.getCause();
      boolean told = thrown instanceof ReceiverFailure;
      String kind = (told && cause != null ? cause : thrown).getClass().getSimpleName();
      return new ReceiverFailed(at, stream, kind, told ? thrown.getMessage() : null, retryAt);
    }
  }

  /** The stream ended because it was closed. */
  record Stopped(Instant at, String stream) implements StreamEvent {}

  /** Why a connection is replaced. */
  enum Trigger {
    /** Its token comes to its end. */
    TOKEN,
    /** The connection, or what it hangs on, comes to its end. */
    LIFE,
    /** The provider said that it will close. */
    NOTICE,
    /** It ended, or no longer does what it should. */
    DROP,
    /** The topics are others now. */
    TOPICS,
    /** Somebody asked for it. */
    OPERATOR
  }
}
