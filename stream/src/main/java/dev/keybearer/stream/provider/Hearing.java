package dev.keybearer.stream.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told what a frame means. */
public interface Hearing {
  /** A message of a topic. */
  void message(Heard message);

  /** Nothing happened, up to this position of all topics. */
  void beat(@Nullable String cursor);

  /** The answer to a ping. */
  void pong();

  /** The token was taken. */
  void authenticated();

  /** The token was not taken. */
  void unauthenticated(String why);

  /** Another token is wanted before this one ends. */
  void challenged();

  /** A topic is listened to from now on; its newest position where there are any. */
  void subscribed(String topic, @Nullable String newest);

  /** A topic may not be listened to. */
  void rejected(String topic, String why);

  /** What comes after the given position is not kept any more. */
  void cursorExpired(String topic);

  /** The provider will close the connection, at the earliest after this time. */
  void closing(Duration lead);

  /** What the connection hangs on has ended: another must be dialled from the start. */
  void ended(String why);

  /**
   * A message as it was heard.
   *
   * @param id the provider's name for it, null for none
   * @param cursor its position, null for none
   * @param body as it came
   */
  record Heard(String topic, @Nullable String id, @Nullable String cursor, String body) {}
}
