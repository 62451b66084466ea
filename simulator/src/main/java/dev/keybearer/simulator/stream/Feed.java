package dev.keybearer.simulator.stream;

import java.time.Duration;
import java.util.List;

/** A stream that messages are published to and connections listen to, whatever it speaks. */
public interface Feed {
  /** How it behaves when nothing goes wrong. */
  StreamHabits habits();

  /** What was published. */
  StreamLedger ledger();

  /** What it counts. */
  StreamCounts counts();

  /** The connections that are open, oldest first. */
  List<? extends StreamConnection> connections();

  /**
   * Publishes one message with this body, in its {@linkplain Published#canonical canonical} form.
   *
   * @throws tools.jackson.core.JacksonException when the body is not JSON
   */
  Published publish(String topic, String body);

  /**
   * Publishes by itself, at a rate on the world's clock, on one topic after the other. Each body
   * carries the message's number as {@code n}, and the moment; a share of the messages, between 0
   * and 1, repeats the body of the one before it on the same topic.
   */
  Traffic traffic(double perSecond, List<String> topics, double repeatShare);

  /** Announces the end of every connection there is, and ends those once that time has passed. */
  void notice(Duration lead);

  /** Ends every connection with a close frame. */
  void close(int code, String reason);

  /** Lets every connection go bad. */
  void drop(Drop kind);
}
