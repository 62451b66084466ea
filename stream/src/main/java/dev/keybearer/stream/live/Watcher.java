package dev.keybearer.stream.live;

import dev.keybearer.stream.provider.Hearing.Heard;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connection tells of itself. All in the mailbox. */
interface Watcher {
  /** It is about to ask for its topics. */
  void subscribing(Connection connection);

  /** Where each topic is to begin. */
  Map<String, String> after(Connection connection);

  void listens(Connection connection, String topic, @Nullable String newest);

  void rejected(Connection connection, String topic, String why);

  /** Where to begin instead, null for nowhere. */
  @Nullable String expired(Connection connection, String topic);

  void proved(Connection connection);

  void heard(Connection connection, Heard message);

  void idle(Connection connection, String cursor);

  void noticed(Connection connection, Duration lead);

  void challenged(Connection connection);

  /** It counts as of the new token now. */
  void renewed(Connection connection);

  void offerFailed(Connection connection, String why);

  void died(Connection connection, Death death);

  boolean isFull(Connection connection);
}
