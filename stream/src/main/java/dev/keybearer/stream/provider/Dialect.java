package dev.keybearer.stream.provider;

import dev.keybearer.token.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What frames are sent, and what those that come mean. Keeps nothing; safe for many threads. */
public interface Dialect {
  /** The frame that shows a token, at first or in the place of another; null where none does. */
  @Nullable String authenticate(Token token);

  /**
   * The frames that ask for topics.
   *
   * @param after positions to begin behind, by topic; a topic that is missing begins now
   */
  List<String> subscribe(List<String> topics, Map<String, String> after);

  /** The frame that asks for a sign of life, null to ask with a ping of the protocol. */
  @Nullable String ping();

  /** Tells what a frame means; a frame that means nothing to this dialect is a sign of life. */
  void read(String frame, Hearing hearing);
}
