package dev.keybearer.simulator;

import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Feed;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.ReportedGap;
import dev.keybearer.simulator.stream.StreamConnection;
import dev.keybearer.simulator.stream.StreamCounts;
import dev.keybearer.simulator.stream.Testimony;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a control request can see and do of streams. */
final class ControlStreams {
  private final World world;

  ControlStreams(World world) {
    this.world = world;
  }

  /** Every stream, by the name of its part. */
  ObjectNode state() {
    ObjectNode state = Json.object();
    for (SimulatedPart part : world.parts()) {
      if (part instanceof SimulatedStream stream) {
        state.set(part.name(), shown(stream));
      }
      if (part instanceof SimulatedGenesys genesys) {
        state.set(part.name(), shown(genesys.notifications()));
      }
    }
    return state;
  }

  private static ObjectNode shown(Feed feed) {
    StreamCounts counts = feed.counts();
    ObjectNode shown = Json.object().put("published", feed.ledger().count());
    shown.put("now", counts.now()).put("ever", counts.ever()).put("peak", counts.peak());
    shown.put("registrations", counts.registrations());
    ObjectNode upgrades = shown.putObject("upgrades");
    new TreeMap<>(counts.upgrades())
        .forEach((status, number) -> upgrades.put(Integer.toString(status), number));
    ArrayNode connections = shown.putArray("connections");
    for (StreamConnection connection : feed.connections()) {
      ObjectNode one = connections.addObject().put("number", connection.number());
      one.put("client", connection.client());
      one.set("topics", Json.array(connection.topics()));
    }
    return shown;
  }

  private Feed feed(String name) {
    SimulatedPart part = world.part(name);
    if (part instanceof SimulatedStream stream) {
      return stream;
    }
    if (part instanceof SimulatedGenesys genesys) {
      return genesys.notifications();
    }
    throw new NoSuchElementException("'" + name + "' is not a stream");
  }

  /** Publishes, or does something to every connection or to one. */
  void act(Sent sent) {
    sent.onlyOf("at", "publish", "notice", "drop", "close", "connection");
    Feed feed = feed(sent.text("at"));
    if (sent.has("publish")) {
      JsonNode message = sent.node("publish");
      feed.publish(message.path("topic").asString(""), message.path("body").toString());
    }
    List<? extends StreamConnection> concerned = concerned(feed, sent);
    sent.ifSent("notice", lead -> concerned.forEach(each -> each.notice(Duration.parse(lead))));
    sent.ifSent("drop", kind -> concerned.forEach(each -> each.drop(Drop.valueOf(kind))));
    sent.ifSent(
        "close", code -> concerned.forEach(each -> each.close(Integer.parseInt(code), "control")));
  }

  private static List<? extends StreamConnection> concerned(Feed feed, Sent sent) {
    if (!sent.has("connection")) {
      return feed.connections();
    }
    int number = Integer.parseInt(sent.text("connection"));
    List<? extends StreamConnection> one =
        feed.connections().stream().filter(each -> each.number() == number).toList();
    if (one.isEmpty()) {
      throw new NoSuchElementException("no open connection has the number " + number);
    }
    return one;
  }

  /** Compares what a consumer says with the ledger. */
  ObjectNode judge(Sent sent) {
    sent.onlyOf("at", "received", "gaps", "topics");
    List<Received> received = new ArrayList<>();
    sent.node("received").forEach(each -> received.add(received(each)));
    List<ReportedGap> gaps = new ArrayList<>();
    sent.node("gaps").forEach(each -> gaps.add(gap(each)));
    Set<String> topics = Set.copyOf(texts(sent.node("topics")));
    Feed feed = feed(sent.text("at"));
    return shown(feed.ledger().judge(new Testimony(received, gaps, topics)));
  }

  private static Received received(JsonNode said) {
    return new Received(
        said.path("topic").asString(""),
        said.path("body").toString(),
        said.path("flagged").asBoolean(false));
  }

  private static ReportedGap gap(JsonNode said) {
    return new ReportedGap(
        Instant.parse(said.path("from").asString("")),
        Instant.parse(said.path("to").asString("")),
        Set.copyOf(texts(said.path("topics"))));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts;
  }

  private static ObjectNode shown(Judgement judgement) {
    ObjectNode shown = Json.object().put("published", judgement.published());
    shown.set("lost", numbers(judgement.lost()));
    shown.put("duplicated", judgement.duplicated());
    shown.put("flaggedDuplicates", judgement.flaggedDuplicates());
    ObjectNode outOfOrder = shown.putObject("outOfOrder");
    judgement.outOfOrder().forEach(outOfOrder::put);
    shown.set("lostOutsideGaps", numbers(judgement.lostOutsideGaps()));
    shown.set("lostInSeveralGaps", numbers(judgement.lostInSeveralGaps()));
    return shown.put("unknown", judgement.unknown());
  }

  private static ArrayNode numbers(List<Published> messages) {
    ArrayNode numbers = Json.array();
    messages.forEach(message -> numbers.add(message.number()));
    return numbers;
  }
}
