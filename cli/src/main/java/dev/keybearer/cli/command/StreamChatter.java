package dev.keybearer.cli.command;

import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.StreamRecorder;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what happens to a stream, and remembers what it failed at last. */
final class StreamChatter implements StreamRecorder {
  private final Consumer<String> say;
  private volatile StreamFailure.@Nullable Kind failure;
  private volatile boolean suspended;

  StreamChatter(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public void record(StreamEvent event) {
    switch (event) {
      case StreamEvent.HandshakeFailed failed -> failure = failed.kind();
      case StreamEvent.Suspended ended -> {
        failure = ended.kind();
        suspended = true;
      }
      case StreamEvent.ConnectionEstablished _ -> suspended = false;
      default -> {} // is only said
    }
    String words = words(event);
    if (words != null) {
      say.accept(words);
    }
  }

  private static @Nullable String words(StreamEvent event) {
    return switch (event) {
      case StreamEvent.HandshakeStarted _, StreamEvent.Stopped _ -> null;
      case StreamEvent.HandshakeFailed e ->
          "connection " + e.generation() + " failed: " + e.message() + "; again at " + e.retryAt();
      case StreamEvent.ConnectionEstablished e ->
          "connection " + e.generation() + " listens, after " + brief(e.handshake());
      case StreamEvent.ConnectionDropped e ->
          "connection "
              + e.generation()
              + " was lost: "
              + e.reason()
              + (e.closeCode() == null ? "" : " (" + e.closeCode() + ")");
      case StreamEvent.TokenRotated e ->
          e.from() == e.to()
              ? "connection " + e.to() + " goes on with another token"
              : "rotated to connection "
                  + e.to()
                  + " ("
                  + e.trigger().name().toLowerCase(Locale.ROOT)
                  + "), both listened for "
                  + brief(e.overlap());
      case StreamEvent.RotationOverdue e ->
          "connection " + e.generation() + " ends at " + e.ends() + " and has no successor yet";
      case StreamEvent.GapReported e ->
          "messages may be missing from " + e.gap().from() + " to " + e.gap().to();
      case StreamEvent.TopicRejected e -> "topic " + e.topic() + " was rejected: " + e.message();
      case StreamEvent.CursorExpired e ->
          "topic "
              + e.topic()
              + " goes on at "
              + e.policy().name().toLowerCase(Locale.ROOT)
              + ": what followed the position is not kept any more";
      case StreamEvent.Suspended e -> "suspended: " + e.message();
      case StreamEvent.ReceiverFailed e ->
          "printing failed: " + Objects.requireNonNullElse(e.message(), e.kind());
    };
  }

  private static String brief(Duration duration) {
    return duration.toMillis() + " ms";
  }

  /** Whether nothing is tried any more but for a slow check. */
  boolean isSuspended() {
    return suspended;
  }

  /** What the process says when the stream did not come to listen. */
  Exit exit() {
    StreamFailure.Kind last = failure;
    return last == null ? Exit.UNREACHABLE : Exit.of(last);
  }
}
