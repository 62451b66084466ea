package dev.keybearer.genesys.channel;

import dev.keybearer.genesys.call.AnswerFields;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.StreamFailure.Kind;
import dev.keybearer.stream.Topic;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the API knows of notification channels, asked with the very token a channel is to live by.
 */
final class ChannelApi {
  private static final String CHANNELS = "/api/v2/notifications/channels";

  /** A thousand topics with their answers are some hundred KiB. */
  private static final int ANSWER_LIMIT = 4 << 20;

  private static final Duration ONE_ANSWER = Duration.ofSeconds(30);

  private final String base;
  private final Exchange exchange;
  private final TimeSource time;

  ChannelApi(URI api, Exchange exchange, TimeSource time) {
    String text = api.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.exchange = exchange;
    this.time = time;
  }

  /** How many channels the client has, whoever made them. */
  int count(Token token) {
    JsonObject answer =
        parse(ok(Ask.get(at(CHANNELS + "?includechannels=oauthclient")), token, "count channels"));
    List<JsonObject> channels = answer.objects("entities");
    return channels == null ? 0 : channels.size();
  }

  Channel create(Token token) {
    JsonObject answer = parse(ok(Ask.json(at(CHANNELS), new byte[0]), token, "create a channel"));
    String id = answer.text("id");
    String address = answer.text("connectUri");
    if (id == null || address == null) {
      throw new StreamFailure(Kind.UNAVAILABLE, "a channel was answered without its address");
    }
    try {
      return new Channel(id, URI.create(address), token.fingerprint());
    } catch (IllegalArgumentException e) {
      throw new StreamFailure(Kind.UNAVAILABLE, "a channel was answered with no usable address");
    }
  }

  /**
   * Puts these topics in the place of those the channel has.
   *
   * @return the topics that are not permitted, and why
   */
  Map<String, String> subscribe(Channel channel, List<Topic> topics, Token token) {
    String list =
        topics.stream()
            .map(topic -> "{\"id\":\"" + escaped(topic.name()) + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    Ask put =
        new Ask(
            "PUT",
            subscriptions(channel),
            Map.of("Accept", "application/json", "Content-Type", "application/json"),
            list.getBytes(StandardCharsets.UTF_8),
            ANSWER_LIMIT);
    JsonObject answer = parse(ok(put, token, "subscribe to " + topics.size() + " topics"));
    Map<String, String> rejected = new HashMap<>();
    topics.forEach(topic -> rejected.put(topic.name(), "the answer does not name it"));
    List<JsonObject> entities = answer.objects("entities");
    for (JsonObject entity : entities == null ? List.<JsonObject>of() : entities) {
      String id = Objects.requireNonNullElse(entity.text("id"), "");
      if ("Rejected".equals(entity.text("state"))) {
        String why = entity.text("rejectionReason");
        rejected.put(id, why == null ? "no reason given" : why);
      } else {
        rejected.remove(id);
      }
    }
    return rejected;
  }

  /** Leaves a channel without topics, so that it is nothing to anybody; as well as can be. */
  void clear(Channel channel, Token token) {
    try {
      send(Ask.of("DELETE", subscriptions(channel)), token);
    } catch (NoAnswer e) {
      // It ends by itself: with its token, or after a day.
    }
  }

  private URI subscriptions(Channel channel) {
    return at(CHANNELS + "/" + channel.id() + "/subscriptions?ignoreErrors=true");
  }

  private URI at(String path) {
    return URI.create(base + path);
  }

  private Answer ok(Ask ask, Token token, String purpose) {
    try {
      Answer answer = send(ask, token);
      if (answer.status() == 200) {
        return answer;
      }
      throw refused(answer, purpose);
    } catch (NoAnswer e) {
      throw new StreamFailure(Kind.UNAVAILABLE, "could not " + purpose + ": no answer came");
    }
  }

  private Answer send(Ask ask, Token token) throws NoAnswer {
    Ask authorized = ask.withHeader("Authorization", token.authorizationHeader());
    return exchange.send(authorized.withAnswerLimit(ANSWER_LIMIT), ONE_ANSWER);
  }

  private StreamFailure refused(Answer answer, String purpose) {
    AnswerFields fields = AnswerFields.of(answer.headers());
    Duration told = fields.retryAfter(time.wall());
    Instant again = told == null ? null : time.wall().plus(told);
    Kind kind =
        switch (answer.status()) {
          case 401 -> Kind.UNAUTHENTICATED;
          case 400, 403 -> Kind.FORBIDDEN;
          case 404 -> Kind.GONE;
          case 429 -> Kind.CROWDED;
          default -> Kind.UNAVAILABLE;
        };
    String remedy =
        answer.status() == 403 ? ": give the client's role the permission notifications need" : "";
    return new StreamFailure(
        kind,
        "could not "
            + purpose
            + ": the API answered "
            + answer.status()
            + ", correlation id "
            + fields.correlationId()
            + remedy,
        again,
        null);
  }

  private static JsonObject parse(Answer answer) {
    try {
      return JsonObject.parse(answer.body());
    } catch (NotJson e) {
      throw new StreamFailure(Kind.UNAVAILABLE, "the API answered " + e.getMessage());
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
