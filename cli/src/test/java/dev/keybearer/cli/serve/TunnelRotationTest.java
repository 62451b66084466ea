package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of a daemon stays at a stream whose connections end with their tokens. */
@Timeout(180)
class TunnelRotationTest {
  /** Loops live by the machine's time: a fifth of this has to be enough for a rotation. */
  private static final Duration LIFE = Duration.ofSeconds(12);

  private static final String SUBSCRIBE =
      "{\"type\":\"subscribe\",\"topics\":[\"orders\",\"parcels\"]}";

  private final ServeScene scene;
  private final SimulatedStream stream;

  TunnelRotationTest(@TempDir Path folder) {
    scene = new ServeScene(folder);
    stream = scene.world.stream("events");
    stream.habits().withoutIds();
    String route =
        """
            - name: feed
              path: /stream
              methods: [GET]
              accept: { issuer: corp, scopes: [orders:read] }
              upstream: "http://127.0.0.1:%d"
              credential: orders
              websocket: { rotate: { overlap: broadcast, skew: 500ms } }
        """
            .formatted(stream.uri().getPort());
    scene.write(scene.config().replace("admin:", route + "admin:"));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** P1 for a caller that knows nothing of it: repeats are heard as often as they are published. */
  @Test
  void hearsEverythingOnceWhileTheTokensBehindItEnd() {
    String token = scene.issuer.mint("caller");
    scene.issuer.habits().tokenLife(LIFE);
    try (Daemon daemon = scene.daemon();
        Caller operator = Caller.at(daemon.administers());
        Listening caller = new Listening(daemon.listens().getPort(), "/stream", token)) {
      caller.say(SUBSCRIBE);
      Eventually.holds("it listens", () -> said(caller, "subscribed").size() == 2);
      try (Traffic traffic = stream.traffic(200, List.of("orders", "parcels"), 0.2)) {
        Eventually.holds("three changes", () -> changes(operator) >= 3);
        traffic.stop();
        Eventually.holds(
            "all messages", () -> said(caller, "message").size() >= stream.ledger().count());
      }
      Judgement judgement = stream.ledger().judge(received(caller));

      assertThat(judgement.isFlawless()).as(judgement.toString()).isTrue();
      assertThat(caller.isClosed()).isFalse();
      assertThat(said(caller, "subscribed")).hasSize(2);
      assertThat(tokens()).hasSizeGreaterThanOrEqualTo(4);
      Eventually.holds("one connection", () -> stream.connections().size() == 1);
    }
  }

  private static double changes(Caller operator) {
    return operator
        .get("/metrics")
        .body()
        .lines()
        .filter(
            line ->
                line.startsWith("keybearer_tunnel_rotations_total")
                    && line.contains("outcome=\"changed\"")
                    && line.contains("route=\"feed\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Set<String> tokens() {
    return stream.referee().requests(Endpoint.STREAM).stream()
        .map(request -> request.headers().getOrDefault("Authorization", ""))
        .collect(Collectors.toSet());
  }

  private static List<Received> received(Listening caller) {
    List<Received> received = new ArrayList<>();
    for (JsonNode each : said(caller, "message")) {
      received.add(Received.of(each.get("topic").asString(), each.get("body").toString()));
    }
    return received;
  }

  private static List<JsonNode> said(Listening caller, String type) {
    return caller.messages().stream()
        .map(JsonMapper.shared()::readTree)
        .filter(each -> each.get("type").asString().equals(type))
        .toList();
  }
}
