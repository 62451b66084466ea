package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.Published;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the generic protocol says, as JSON text. */
final class Words {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Words() {}

  /** A message, with the members that come between its topic and its body. */
  static String message(Published message, String between) {
    return "{\"type\":\"message\",\"topic\":"
        + JSON.writeValueAsString(message.topic())
        + between
        + ",\"body\":"
        + message.body()
        + "}";
  }

  static String heartbeat(String members) {
    return "{\"type\":\"heartbeat\"" + members + "}";
  }

  static String pong() {
    return of("pong").toString();
  }

  static String authenticated() {
    return of("authenticated").toString();
  }

  static String unauthenticated(String error) {
    return of("unauthenticated").put("error", error).toString();
  }

  static String challenge() {
    return of("challenge").toString();
  }

  static String subscribed(String topic) {
    return of("subscribed").put("topic", topic).toString();
  }

  static String subscribed(String topic, long cursor) {
    return of("subscribed").put("topic", topic).put("cursor", Long.toString(cursor)).toString();
  }

  static String rejected(String topic, int code, String error) {
    return of("rejected").put("topic", topic).put("code", code).put("error", error).toString();
  }

  static String cursorExpired(String topic, long earliest) {
    return of("cursor-expired")
        .put("topic", topic)
        .put("earliest", Long.toString(earliest))
        .toString();
  }

  static String closing(Duration in) {
    return of("closing").put("in", in.toString()).toString();
  }

  private static ObjectNode of(String type) {
    return JSON.createObjectNode().put("type", type);
  }
}
