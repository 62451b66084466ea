package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Delivery;
import dev.keybearer.simulator.register.AccessToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Notification channels and their subscriptions under {@code /api/v2/notifications}. */
final class GenesysNotificationApi {
  static final String PATH = "/api/v2/notifications/";

  private static final String CHANNELS = PATH + "channels";
  private static final String SUBSCRIPTIONS = "/subscriptions";

  private final GenesysChannels channels;
  private final GenesysSubscriptions subscriptions;
  private final NotificationQuirks quirks;
  private final Supplier<String> streaming;

  /** The API whose channels are opened below this address of the streaming host. */
  GenesysNotificationApi(
      GenesysChannels channels,
      GenesysSubscriptions subscriptions,
      NotificationQuirks quirks,
      Supplier<String> streaming) {
    this.channels = channels;
    this.subscriptions = subscriptions;
    this.quirks = quirks;
    this.streaming = streaming;
  }

  Answer answer(Ask ask, AccessToken token) {
    String path = ask.path();
    if (path.equals(PATH + "availabletopics")) {
      return ask.method().equals("GET") ? Json.answer(200, GenesysTopics.available()) : not("GET");
    }
    if (path.equals(CHANNELS)) {
      return switch (ask.method()) {
        case "GET" -> list(ask, token);
        case "POST" -> create(token);
        default -> not("GET, POST");
      };
    }
    return path.startsWith(CHANNELS + "/") ? one(ask, token) : GenesysErrors.notFound();
  }

  private static Answer not(String allowed) {
    return Answer.of(405).with("Allow", allowed);
  }

  private Answer create(AccessToken token) {
    if (!channels.mayCreate()) {
      return GenesysErrors.error(
              429, "too.many.requests", "Too many channels are being created at once.")
          .with("Retry-After", "1");
    }
    return Json.answer(200, shown(channels.create(token)))
        .delivered(Delivery.PLAIN.after(quirks.creationTime()));
  }

  private ObjectNode shown(GenesysChannel channel) {
    ObjectNode shown = Json.object().put("connectUri", streaming.get() + channel.id());
    return shown.put("id", channel.id()).put("expires", channel.expires().toString());
  }

  /** Those of this token; with {@code oauthclient} those of its client, the others' ids masked. */
  private Answer list(Ask ask, AccessToken token) {
    boolean all = ask.queryForm().text("includechannels").equals("oauthclient");
    ObjectNode body = Json.object();
    ArrayNode entities = body.putArray("entities");
    for (GenesysChannel channel : channels.of(token)) {
      boolean own = channel.token() == token;
      if (own) {
        entities.add(shown(channel));
      } else if (all) {
        entities.add(masked(channel));
      }
    }
    return Json.answer(200, body);
  }

  private static ObjectNode masked(GenesysChannel channel) {
    String id = channel.id();
    int secret = id.lastIndexOf('-') + 1;
    ObjectNode shown = Json.object();
    shown.put("id", id.substring(0, secret) + "*".repeat(id.length() - secret));
    return shown.put("expires", channel.expires().toString());
  }

  private Answer one(Ask ask, AccessToken token) {
    String rest = ask.path().substring(CHANNELS.length() + 1);
    boolean below = rest.endsWith(SUBSCRIPTIONS);
    String id = below ? rest.substring(0, rest.length() - SUBSCRIPTIONS.length()) : rest;
    GenesysChannel channel = channels.find(id);
    if (channel == null || !channel.isOf(token)) {
      return GenesysErrors.notFound();
    }
    if (!below) {
      return ask.method().equals("HEAD") ? Answer.of(200) : not("HEAD");
    }
    return switch (ask.method()) {
      case "GET" -> Json.answer(200, entities(id, channel.topics().names()));
      case "POST", "PUT" -> subscribe(ask, channel, token);
      case "DELETE" -> clear(channel);
      default -> not("GET, POST, PUT, DELETE");
    };
  }

  private Answer subscribe(Ask ask, GenesysChannel channel, AccessToken token) {
    List<String> names = names(ask.body());
    if (names == null) {
      return GenesysErrors.badRequest("The request body is not a list of topics.");
    }
    boolean strict = !ask.queryForm().text("ignoreErrors").equals("true");
    subscriptions.rebind(channel, token);
    GenesysSubscriptions.Outcome outcome =
        subscriptions.subscribe(
            channel, new GenesysSubscriptions.Way(ask.method().equals("PUT"), strict), names);
    if (outcome.problem() != null) {
      return GenesysErrors.badRequest(outcome.problem());
    }
    ObjectNode body = entities(channel.id(), outcome.permitted());
    ArrayNode entities = (ArrayNode) body.get("entities");
    outcome
        .rejected()
        .forEach(
            (name, reason) -> {
              ObjectNode topic = entities.addObject().put("id", name).put("state", "Rejected");
              topic.put("rejectionReason", reason);
            });
    return Json.answer(200, body);
  }

  private static @Nullable List<String> names(String body) {
    try {
      JsonNode sent = Json.parse(body);
      List<String> names = new ArrayList<>();
      sent.forEach(each -> names.add(each.path("id").asString("")));
      return sent.isArray() ? names : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static ObjectNode entities(String channel, Iterable<String> names) {
    ObjectNode body = Json.object();
    ArrayNode entities = body.putArray("entities");
    for (String name : names) {
      ObjectNode topic = entities.addObject().put("id", name).put("state", "Permitted");
      topic.put("selfUri", CHANNELS + "/" + channel + SUBSCRIPTIONS + "/" + name);
    }
    return body;
  }

  private Answer clear(GenesysChannel channel) {
    channel.topics().remove(List.copyOf(channel.topics().names()));
    channels.touch(channel);
    return Answer.of(200);
  }

  /** The topics of a living channel, or none. */
  Set<String> topics(String id) {
    GenesysChannel channel = channels.find(id);
    return channel == null ? Set.of() : channel.topics().names();
  }
}
