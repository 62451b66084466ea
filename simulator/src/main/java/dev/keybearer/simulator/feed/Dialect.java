package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.Published;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The language of a stream: what its clients are told, and what becomes of what they say. */
public interface Dialect {
  /** A connection has opened. */
  void opened(Line line);

  /** A client has said something. */
  void heard(Line line, String text);

  /** A connection has ended, whoever ended it. */
  void left(Line line);

  /** A message, as it is sent for the first time; asked for under the lock of the feed. */
  String message(Published message);

  /** A heartbeat. */
  String heartbeat();

  /** What is said once so long before a token ends, or null for nothing. */
  @Nullable String challenge();

  /** That a connection will be closed in so much time. */
  String closing(Duration lead);

  /** The token of a connection has ended; what follows from it is a habit of the feed. */
  void tokenEnded(Line line, TokenFate fate);

  /** How a token has ended. */
  enum TokenFate {
    /** At its time. */
    EXPIRED,
    /** Before its time. */
    REVOKED
  }
}
