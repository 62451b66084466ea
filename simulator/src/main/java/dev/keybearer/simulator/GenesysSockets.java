package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Dialect;
import dev.keybearer.simulator.feed.Line;
import dev.keybearer.simulator.feed.LiveFeed;
import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.socket.Handshake;
import dev.keybearer.simulator.stream.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The sockets of notification channels. Whoever knows the id of a living channel may open one: no
 * token is asked for.
 */
final class GenesysSockets implements Dialect {
  static final String PATH = "/channels/";

  private final GenesysChannels channels;
  private final GenesysSubscriptions subscriptions;
  private final NotificationQuirks quirks;
  private final Issuance issuance;

  GenesysSockets(
      GenesysChannels channels,
      GenesysSubscriptions subscriptions,
      NotificationQuirks quirks,
      Issuance issuance) {
    this.channels = channels;
    this.subscriptions = subscriptions;
    this.quirks = quirks;
    this.issuance = issuance;
  }

  /** The answer to a handshake. */
  Answer door(Ask ask, LiveFeed feed) {
    Answer malformed = Handshake.refusal(ask);
    if (malformed != null) {
      return malformed;
    }
    GenesysChannel channel = channels.find(ask.path().substring(PATH.length()));
    if (channel == null) {
      return Answer.of(quirks.deadChannel());
    }
    boolean taken = channel.line() != null;
    if (taken && quirks.secondSocket() == NotificationQuirks.SecondSocket.REFUSED) {
      return Answer.of(409);
    }
    Line.Visitor visitor =
        new Line.Visitor(
            channel.token().entitlement().client(),
            issuance.pass(channel.token()),
            channel.topics());
    return Handshake.accept(ask, feed.reserve(visitor));
  }

  @Override
  public void opened(Line line) {
    GenesysChannel channel = channels.of(line);
    if (channel == null) {
      line.close(quirks.displaced(), "no longer subscribed");
      return;
    }
    Line before = channel.connect(line);
    channels.touch(channel);
    if (before != null && quirks.secondSocket() == NotificationQuirks.SecondSocket.DISPLACES) {
      before.close(quirks.displaced(), "displaced by a newer socket");
    }
  }

  @Override
  public void heard(Line line, String text) {
    JsonNode said = object(text);
    String message = said == null ? "" : said.path("message").asString("");
    switch (message) {
      case "ping" -> {
        touch(line);
        line.beat(GenesysEvents.pong());
      }
      case "subscribe", "unsubscribe" -> subscribe(line, said == null ? Json.object() : said);
      default -> line.answer(GenesysEvents.failure(400, "error", "The message is not known."));
    }
  }

  private void touch(Line line) {
    GenesysChannel channel = channels.of(line);
    if (channel != null) {
      channels.touch(channel);
    }
  }

  private static @Nullable JsonNode object(String text) {
    try {
      JsonNode said = Json.parse(text);
      return said.isObject() ? said : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private void subscribe(Line line, JsonNode said) {
    GenesysChannel channel = channels.of(line);
    if (channel == null || !channels.isAlive(channel)) {
      line.answer(GenesysEvents.failure(404, "error", "The channel does not exist."));
      return;
    }
    List<String> names = new ArrayList<>();
    said.path("topics").forEach(each -> names.add(each.asString("")));
    String correlation = said.path("correlationId").asString("");
    if (said.path("message").asString("").equals("unsubscribe")) {
      channel.topics().remove(names);
      line.answer(GenesysEvents.result(200, "unsubscribed", correlation));
      return;
    }
    GenesysSubscriptions.Way way = new GenesysSubscriptions.Way(false, true);
    String problem = subscriptions.subscribe(channel, way, names).problem();
    line.answer(
        problem == null
            ? GenesysEvents.result(200, "subscribed", correlation)
            : GenesysEvents.failure(400, "failure", problem));
  }

  @Override
  public void left(Line line) {
    GenesysChannel channel = channels.of(line);
    if (channel != null) {
      channel.disconnect(line);
    }
  }

  @Override
  public String message(Published message) {
    return GenesysEvents.event(message);
  }

  @Override
  public String heartbeat() {
    return GenesysEvents.heartbeat();
  }

  @Override
  public @Nullable String challenge() {
    return null;
  }

  @Override
  public String closing(Duration lead) {
    return GenesysEvents.closing();
  }

  @Override
  public void tokenEnded(Line line, TokenFate fate) {
    GenesysChannel channel = channels.of(line);
    if (channel != null && !channels.isAlive(channel)) {
      channels.remove(channel);
      if (fate == TokenFate.REVOKED) {
        line.answer(GenesysEvents.system(channel, "token_revoked", "user_tokens_revoked"));
      }
    }
  }
}
