package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Entitlement;
import dev.keybearer.simulator.stream.Published;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What the notification sockets of Genesys Cloud say, as JSON text. */
final class GenesysEvents {
  private static final String METADATA = "channel.metadata";
  private static final long CORRELATIONS = 0x5EED_0000_0000_4000L;

  private GenesysEvents() {}

  static String event(Published message) {
    return "{\"topicName\":"
        + StringNode.valueOf(message.topic())
        + ",\"version\":\"2\",\"eventBody\":"
        + message.body()
        + ",\"metadata\":{\"CorrelationId\":\""
        + correlation(message)
        + "\"}}";
  }

  /** The same on every channel that gets the event. */
  private static UUID correlation(Published message) {
    return new UUID(CORRELATIONS, Long.MIN_VALUE | message.number());
  }

  static String heartbeat() {
    return metadata("WebSocket Heartbeat");
  }

  static String pong() {
    return metadata("pong");
  }

  private static String metadata(String message) {
    ObjectNode event = Json.object().put("topicName", METADATA);
    event.putObject("eventBody").put("message", message);
    return event.toString();
  }

  static String closing() {
    ObjectNode event = Json.object().put("topicName", "v2.system.socket_closing");
    event.putObject("eventBody").put("message", "The socket will be closed for maintenance.");
    return event.toString();
  }

  static String system(GenesysChannel channel, String type, String reason) {
    Entitlement owner = channel.token().entitlement();
    ObjectNode event = Json.object().put("topicName", "v2.system." + type);
    ObjectNode body = event.putObject("eventBody");
    body.put("channelId", channel.id()).put("systemTopicType", type).put("reason", reason);
    body.put("userId", owner.subject()).put("oauthClientId", owner.client());
    return event.toString();
  }

  static String result(int code, String status, String correlationId) {
    ObjectNode result = Json.object().put("result", Integer.toString(code)).put("status", status);
    return result.put("correlationId", correlationId).toString();
  }

  static String failure(int code, String status, String message) {
    ObjectNode result = Json.object().put("result", Integer.toString(code)).put("status", status);
    return result.put("message", message).toString();
  }
}
