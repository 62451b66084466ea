package dev.keybearer.genesys.channel;

import dev.keybearer.stream.provider.Dialect;
import dev.keybearer.stream.provider.Frame;
import dev.keybearer.stream.provider.Hearing;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What notifications look like on their socket.
 *
 * <pre>
 *   event      {"topicName":"v2.users.….presence","version":"2","eventBody":{…},"metadata":{"CorrelationId":"…"}}
 *   heartbeat  {"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}
 *   ping  →    {"message":"ping"}      pong  ←  {"topicName":"channel.metadata","eventBody":{"message":"pong"}}
 *   closing    {"topicName":"v2.system.socket_closing","eventBody":{…}}
 *   the end    {"topicName":"v2.system.no_longer_subscribed","eventBody":{…,"reason":"…"}}, also token_revoked
 * </pre>
 */
public final class NotificationDialect implements Dialect {
  /** Events have no name; whether a correlation id is one has not been seen. */
  public static final NotificationDialect PLAIN = new NotificationDialect(false);

  /** Events are named by their correlation ids. */
  public static final NotificationDialect CORRELATED = new NotificationDialect(true);

  /** The socket is closed about a minute after it was announced. */
  private static final Duration LEAD = Duration.ofSeconds(60);

  private static final String SYSTEM = "v2.system.";
  private static final Set<String> WHOLE = Set.of("eventBody");

  private final boolean correlated;

  private NotificationDialect(boolean correlated) {
    this.correlated = correlated;
  }

  /** None: a socket is opened by its address alone. */
  @Override
  public @Nullable String authenticate(Token token) {
    return null;
  }

  /** None: topics are asked for before the socket is opened. */
  @Override
  public List<String> subscribe(List<String> topics, Map<String, String> after) {
    return List.of();
  }

  @Override
  public String ping() {
    return "{\"message\":\"ping\"}";
  }

  @Override
  public void read(String text, Hearing hearing) {
    Frame frame = Frame.read(text, WHOLE);
    if (frame == null) {
      return;
    }
    String topic = frame.at("topicName", "");
    if (topic.equals("channel.metadata")) {
      metadata(frame.at("eventBody", ""), hearing);
    } else if (topic.startsWith(SYSTEM)) {
      system(topic.substring(SYSTEM.length()), hearing);
    } else if (!topic.isEmpty()) {
      String id = correlated ? frame.at("metadata.CorrelationId") : null;
      hearing.message(new Hearing.Heard(topic, id, null, frame.at("eventBody", "null")));
    } else if (frame.at("result", "").equals("404")) {
      hearing.ended("the channel is gone: it ended, was evicted, or its token ended");
    }
  }

  private static void metadata(String body, Hearing hearing) {
    Frame metadata = Frame.read(body, Set.of());
    if (metadata != null && metadata.at("message", "").equals("pong")) {
      hearing.pong();
    } else {
      hearing.beat(null);
    }
  }

  private static void system(String type, Hearing hearing) {
    if (type.contains("socket_closing")) {
      hearing.closing(LEAD);
    } else if (type.contains("token_revoked")) {
      hearing.unauthenticated("the token of the channel was revoked");
    } else if (type.contains("no_longer_subscribed")) {
      hearing.ended("the channel was evicted by another, or its topics were");
    }
  }
}
