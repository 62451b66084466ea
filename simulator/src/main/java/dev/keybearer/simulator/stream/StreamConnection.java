package dev.keybearer.simulator.stream;

import java.time.Duration;
import java.util.Set;

/** One connection of a stream, seen from the server. Safe for use by many threads. */
public interface StreamConnection {
  /** Its place among all connections of the stream, from 1 on. */
  int number();

  /** The client its token speaks for, or empty when there is none. */
  String client();

  /** The topics it is subscribed to, as they were asked for. */
  Set<String> topics();

  /** How long its messages are on their way from now on, in place of the stream's habit. */
  void latency(Duration least, Duration most);

  /** Lets it go bad. */
  void drop(Drop kind);

  /** Ends it with a close frame. */
  void close(int code, String reason);

  /** Announces its end, and ends it with 1012 once that time has passed. */
  void notice(Duration lead);
}
