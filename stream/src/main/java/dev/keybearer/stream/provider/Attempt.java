package dev.keybearer.stream.provider;

import dev.keybearer.stream.Topic;
import dev.keybearer.token.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is to be made with.
 *
 * @param stream the stream's name
 * @param generation rises with every connection of the stream
 * @param token to be shown, whichever way
 * @param topics to be listened to
 * @param replaced what was dialled for the connection that this one takes the place of, which is
 *     still open; null when there is none
 */
public record Attempt(
    String stream, long generation, Token token, List<Topic> topics, @Nullable Dialled replaced) {
  /** Copies the topics. */
  public Attempt {
    topics = List.copyOf(topics);
  }
}
