package dev.keybearer.simulator;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The names of Genesys Cloud's notification topics. */
final class GenesysTopics {
  private static final int LONGEST = 200;
  private static final Pattern NAME =
      Pattern.compile("v2(\\.[A-Za-z0-9_-]+)+(\\?[A-Za-z]+(&[A-Za-z]+)*)?");

  private static final List<String> AVAILABLE =
      List.of(
          "v2.users.{id}.presence",
          "v2.users.{id}.routingStatus",
          "v2.users.{id}.conversations",
          "v2.users.{id}.activity",
          "v2.users.{id}.conversations.chats",
          "v2.routing.queues.{id}.users",
          "v2.routing.queues.{id}.conversations",
          "v2.analytics.queues.{id}.observations",
          "v2.analytics.users.{id}.aggregates",
          "v2.conversations.{id}.transcription",
          "v2.detail.events.conversation.{id}.acd.start",
          "v2.detail.events.conversation.{id}.acd.end");

  private GenesysTopics() {}

  /** What is wrong with a name, or null when nothing is. */
  static @Nullable String problem(String name) {
    if (name.length() > LONGEST) {
      return "The topic is longer than 200 characters.";
    }
    return NAME.matcher(name).matches() ? null : "The topic is not known.";
  }

  /** The topics a name stands for: {@code v2.users.X?presence&routingStatus} stands for two. */
  static List<String> singles(String name) {
    int mark = name.indexOf('?');
    if (mark < 0) {
      return List.of(name);
    }
    String stem = name.substring(0, mark);
    return Stream.of(name.substring(mark + 1).split("&", -1))
        .map(part -> stem + "." + part)
        .toList();
  }

  /** A few of the topics there are. */
  static ObjectNode available() {
    ObjectNode body = Json.object();
    ArrayNode entities = body.putArray("entities");
    for (String id : AVAILABLE) {
      ObjectNode topic = entities.addObject().put("id", id).put("description", id);
      topic.put("visibility", "Public").put("enforced", true);
      topic.putArray("requiresPermissions");
      topic.putArray("transports").add("All");
    }
    return body;
  }
}
