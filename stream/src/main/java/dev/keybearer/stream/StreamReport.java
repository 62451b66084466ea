package dev.keybearer.stream;

import java.time.Duration;
import java.util.List;

/**
 * How a stream is at this moment.
 *
 * @param connections that listen to everything
 * @param attempts at handshakes, of which {@code established} came to a connection
 * @param handshakes how long they took, by the bounds of {@link #BOUNDS} and one more for the rest
 * @param rotations connections or tokens replaced
 * @param flagged messages delivered that may have been known
 * @param acknowledged deliveries the receiver is done with
 * @param waiting deliveries it is not done with
 * @param silence since anything was heard from any connection
 */
public record StreamReport(
    String stream,
    State state,
    int connections,
    long generation,
    long attempts,
    long established,
    List<Long> handshakes,
    Duration handshakeTime,
    long drops,
    long rotations,
    long gaps,
    long messages,
    long flagged,
    long acknowledged,
    int waiting,
    Duration silence) {
  /** Upper bounds of the counts in {@link #handshakes}. */
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));

  /** Copies the counts. */
  public StreamReport {
    handshakes = List.copyOf(handshakes);
  }

  /** What a stream is doing. */
  public enum State {
    /** No connection yet. */
    CONNECTING,
    /** Listens with all the connections it is to have. */
    LIVE,
    /** Listens with fewer. */
    DEGRADED,
    /** Waits before the next attempt. */
    BACKOFF,
    /** Nothing is tried but for a slow check. */
    SUSPENDED,
    /** Closed. */
    STOPPED
  }
}
