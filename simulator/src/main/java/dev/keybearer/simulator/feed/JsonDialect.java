package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.simulator.stream.StreamHabits.TokenIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generic protocol: one JSON object in each text message.
 *
 * <pre>
 *   S  {"type":"message","topic":"orders","id":"m-17","cursor":"17","replayed":true,"body":{…}}
 *   S  {"type":"heartbeat","cursor":"17"}             cursor: only where there is replay
 *   C  {"type":"authenticate","token":"…"}            S  authenticated | unauthenticated
 *   C  {"type":"subscribe","topics":["orders"],"after":{"orders":"12"}}
 *                                                     S  subscribed | rejected | cursor-expired
 *   C  {"type":"unsubscribe","topics":["orders"]}
 *   C  {"type":"ping"}                                S  {"type":"pong"}
 *   S  {"type":"challenge"}                           before the token ends
 *   S  {"type":"closing","in":"PT5S"}                 then close 1012
 * </pre>
 */
final class JsonDialect implements Dialect {
  static final int UNAUTHENTICATED = 4401;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int POLICY = 1008;

  private final Admission admission;

  JsonDialect(Admission admission) {
    this.admission = admission;
  }

  @Override
  public void opened(Line line) {
    admission.opened(line);
    StreamHabits habits = line.feed().habits();
    if (habits.tokenIn() == TokenIn.FIRST_MESSAGE) {
      line.feed()
          .timeline()
          .after(
              habits.authenticateWithin(),
              () -> {
                if (line.pass() == null) {
                  line.close(UNAUTHENTICATED, "no token in time");
                }
              });
    }
  }

  @Override
  public void heard(Line line, String text) {
    JsonNode said = object(text);
    if (said == null) {
      line.close(POLICY, "a message is not a JSON object");
      return;
    }
    String type = said.path("type").asString("");
    switch (type) {
      case "authenticate" -> admission.authenticate(line, said.path("token").asString(""));
      case "subscribe" -> subscribe(line, said);
      case "unsubscribe" -> line.subscriptions().remove(texts(said.path("topics")));
      case "ping" -> line.beat(Words.pong());
      default -> line.close(POLICY, "a message is of no known type");
    }
  }

  private static @Nullable JsonNode object(String text) {
    try {
      JsonNode said = JSON.readTree(text);
      return said.isObject() ? said : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static void subscribe(Line line, JsonNode said) {
    boolean unknown = line.pass() == null;
    if (unknown && line.feed().habits().tokenIn() == TokenIn.FIRST_MESSAGE) {
      line.answer(Words.unauthenticated("the first message is to be a token"));
      line.close(UNAUTHENTICATED, "no token");
      return;
    }
    new Subscribing(line).subscribe(texts(said.path("topics")), said.path("after"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts;
  }

  @Override
  public void left(Line line) {
    // Whoever comes again subscribes again: nothing outlives a connection.
  }

  @Override
  public String message(Published message) {
    return Words.message(message, members(message, admission.habits()));
  }

  /** A message that was asked for again. */
  static String replayed(Published message, StreamHabits habits) {
    return Words.message(message, members(message, habits) + ",\"replayed\":true");
  }

  private static String members(Published message, StreamHabits habits) {
    String id = habits.hasIds() ? ",\"id\":\"" + message.id() + "\"" : "";
    return habits.replays() ? id + cursor(message.number()) : id;
  }

  private static String cursor(long number) {
    return ",\"cursor\":\"" + number + "\"";
  }

  @Override
  public String heartbeat() {
    return Words.heartbeat(admission.habits().replays() ? cursor(admission.newest()) : "");
  }

  @Override
  public String challenge() {
    return Words.challenge();
  }

  @Override
  public String closing(Duration lead) {
    return Words.closing(lead);
  }

  @Override
  public void tokenEnded(Line line, TokenFate fate) {
    // Nothing is said of it.
  }
}
