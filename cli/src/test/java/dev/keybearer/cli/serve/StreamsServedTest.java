package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A daemon brings what streams deliver to their sinks, whatever becomes of its config. */
@Timeout(180)
class StreamsServedTest {
  private static final List<String> TOPICS = List.of("orders", "parcels");

  @TempDir private Path folder;
  private ServeScene scene;
  private SimulatedStream stream;

  @BeforeEach
  void open() {
    scene = new ServeScene(folder);
    stream = scene.world.stream("events");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** P1 in short: tokens end, and everything is in the file once. */
  @Test
  void bringsEverythingToAFileWhileTokensEnd() throws Exception {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(3));
    config("topics: [orders, parcels]");
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      try (Traffic traffic = stream.traffic(100, TOPICS, 0)) {
        Eventually.holds("three rotations", () -> state(daemon).counts().rotations() >= 3);
        traffic.stop();
        awaitAll();
      }
    }
    assertFlawless();
  }

  /** P1 over a reload: the successor is opened before the predecessor is closed. */
  @Test
  void losesAndRepeatsNothingWhenAnotherPlanTakesThePlace() throws Exception {
    config("topics: [orders, parcels]");
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      try (Traffic traffic = stream.traffic(200, TOPICS, 0)) {
        for (int reload = 1; reload <= 5; reload++) {
          config("topics: [orders, parcels], profile: { skew: " + (100 + reload) + "ms }");
          assertThat(daemon.reload()).contains("stream feed replaced");
          int expected = 150 * reload;
          Eventually.holds("some messages", () -> lines().size() > expected);
        }
        Eventually.holds("one connection", () -> stream.connections().size() == 1);
        traffic.stop();
        awaitAll();
      }
    }
    assertFlawless();
  }

  @Test
  void goesOnWithOtherTopicsAndOtherSinksWithoutBeingReplaced() throws Exception {
    config("topics: orders");
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      stream.publish("orders", "{\"n\":1}");
      Eventually.holds("the first", () -> lines().size() == 1);
      config("topics: [orders, parcels]", "sinks: [{ file: ./other.jsonl }]");
      assertThat(daemon.reload()).contains("stream feed changed");
      Eventually.holds("the new connection", () -> stream.counts().ever() == 2);
      Eventually.holds("only that", () -> stream.connections().size() == 1);
      stream.publish("parcels", "{\"n\":2}");

      Path other = folder.resolve("other.jsonl");
      Eventually.holds("the second", () -> lines(other).size() == 1);
      assertThat(lines()).hasSize(1);
      config("topics: [orders, parcels]");
      assertThat(daemon.reload()).contains("stream feed changed");
    }
  }

  @Test
  void closesAStreamThatIsGoneFromTheConfig() throws Exception {
    config("topics: orders");
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      scene.write(scene.config());

      assertThat(daemon.reload()).contains("stream feed removed");

      assertThat(daemon.streams()).isEmpty();
      Eventually.holds("nobody", () -> stream.connections().isEmpty());
    }
  }

  @Test
  void namesAStreamThatCannotBeOpenedAndUsesTheRestOfTheConfig() throws Exception {
    config("topics: orders");
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("ZmVlZA.position"), "nonsense");
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      config("topics: orders, profile: { replays: true }, positions: ./damaged");

      assertThat(daemon.reload())
          .anyMatch(
              change ->
                  change.startsWith("stream feed cannot be opened: ")
                      && change.endsWith("; mend that, and reload"));

      config("topics: orders, profile: { replays: true }");
      daemon.reload();
      awaitLive(daemon);
    }
  }

  /** P10: what was acknowledged comes no more, and the rest does. */
  @Test
  void goesOnWhereItWasAfterARestart() throws Exception {
    stream.habits().replay(10_000);
    config("topics: [orders, parcels], profile: { replays: true, event-ids: true }");
    try (Traffic traffic = stream.traffic(100, TOPICS, 0)) {
      for (int run = 1; run <= 3; run++) {
        int expected = 80 * run;
        try (Daemon daemon = daemon()) {
          awaitLive(daemon);
          Eventually.holds("some messages", () -> lines().size() > expected);
          if (run == 3) {
            traffic.stop();
            awaitLast();
          }
        }
      }
    }
    List<Long> numbers = received().stream().map(StreamsServedTest::number).toList();
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(numbers).hasSize((int) (numbers.getLast() - numbers.getFirst() + 1));
  }

  /** Nobody who calls is turned away, and nobody let in, by a slip of the pen. */
  @Test
  void keepsTheGatewayThatIsGoneFromTheConfig() throws Exception {
    config("topics: orders");
    try (Daemon daemon = daemon()) {
      String text = scene.config() + streams("topics: orders", "");
      scene.write(
          text.substring(0, text.indexOf("gateway:")) + text.substring(text.indexOf("admin:")));

      assertThatThrownBy(daemon::reload)
          .hasMessageContaining("whether there is a gateway has changed, which takes a restart");

      assertThat(daemon.takesCalls()).isTrue();
    }
  }

  @Test
  void refusesAConfigThatHasNothingToServe() {
    String text = scene.config();
    scene.write(
        text.substring(0, text.indexOf("gateway:")) + text.substring(text.indexOf("admin:")));

    assertThatThrownBy(this::daemon).hasMessageContaining("neither gateway nor streams");
  }

  @Test
  void isSeenAndRotatedAtTheAdminPort() throws Exception {
    config("topics: orders");
    try (Daemon daemon = daemon();
        Caller operator = Caller.at(daemon.administers())) {
      awaitLive(daemon);
      assertThat(operator.get("/health").body())
          .contains(
              "\"streams\":{\"feed\":{\"status\":\"healthy\",\"state\":\"live\",\"connections\":1");
      assertThat(operator.get("/admin/streams").body())
          .contains("{\"name\":\"feed\",\"state\":\"live\"");
      assertThat(operator.post("/admin/streams/none/rotate", "{}").statusCode()).isEqualTo(404);

      assertThat(operator.post("/admin/streams/feed/rotate", "{}").statusCode()).isEqualTo(202);

      Eventually.holds("a rotation", () -> state(daemon).counts().rotations() == 1);
      assertThat(operator.get("/metrics").body())
          .contains("keybearer_stream_rotations_total{stream=\"feed\"} 1.0")
          .contains("keybearer_stream_handshake_seconds_count{stream=\"feed\"} 2");
      assertThat(scene.entries())
          .anyMatch(entry -> entry.contains("STREAM_TOKEN_ROTATED") && entry.contains("operator"))
          .anyMatch(entry -> entry.contains("ADMIN_ROTATE_STREAM"));
    }
  }

  /** W1: an identity system follows each handshake, rotation and drop. */
  @Test
  void tellsWebhooksWhatHappens() throws Exception {
    try (Receiver receiver = Receiver.open()) {
      scene.secret("hook.secret", Receiver.SECRET);
      String signals = receiver.signal("secret: \"file:./hook.secret\"", "[\"stream.*\"]");
      scene.write(scene.config() + streams("topics: orders", "") + signals);
      try (Daemon daemon = daemon()) {
        awaitLive(daemon);
        receiver.await("stream.handshake_started");
        assertThat(receiver.await("stream.connection_established"))
            .contains(
                "\"data\":{\"stream\":\"feed\",\"timestamp\":\"",
                "\"generation\":1,\"latencyMs\":");
        stream.close(1011, "broken by somebody else");
        assertThat(receiver.await("stream.connection_dropped"))
            .contains("\"code\":1011")
            .doesNotContain("somebody else");
        assertThat(scene.entries())
            .anyMatch(
                entry ->
                    entry.contains("STREAM_CONNECTION_DROPPED") && entry.contains("somebody else"));
        assertThat(receiver.await("stream.gap")).contains("\"cause\":\"dropped\"");
      }
      assertThat(receiver.forged).isEmpty();
      assertThat(receiver.bodies).noneMatch(body -> body.contains(folder.toString()));
    }
  }

  @Test
  void postsToAWebhookUntilItIsTaken() throws Exception {
    try (Receiver receiver = Receiver.open()) {
      scene.secret("hook.secret", Receiver.SECRET);
      String sink =
          "sinks: [{ webhook: \"http://127.0.0.1:%d/in\", secret: \"file:./hook.secret\", allow: { networks: [127.0.0.0/8], ports: [%d] } }, { file: ./out.jsonl }]"
              .formatted(receiver.port(), receiver.port());
      config("topics: orders", sink);
      try (Daemon daemon = daemon()) {
        awaitLive(daemon);
        stream.publish("orders", "{\"n\":1}");

        assertThat(receiver.await("stream.deliveries")).contains("\"body\":{\"n\":1}");
        Eventually.holds("the file", () -> lines().size() == 1);
      }
      assertThat(receiver.forged).isEmpty();
    }
  }

  private void awaitLive(Daemon daemon) {
    Eventually.holds("a live stream", () -> state(daemon).healthy());
  }

  private static StreamState state(Daemon daemon) {
    return daemon.streams().getFirst();
  }

  private void awaitAll() {
    Eventually.holds("all messages", () -> lines().size() >= stream.ledger().count());
  }

  private void awaitLast() {
    long last = stream.ledger().count();
    Eventually.holds(
        "the last message", () -> received().stream().anyMatch(each -> number(each) == last));
  }

  private void assertFlawless() {
    Judgement judgement = stream.ledger().judge(received());
    assertThat(judgement.isFlawless()).as(judgement.toString()).isTrue();
  }

  private Daemon daemon() {
    return Daemon.open(scene.file, Config.load(scene.file), said -> {});
  }

  private void config(String stream) throws IOException {
    config(stream, "sinks: [{ file: ./out.jsonl }]");
  }

  private void config(String more, String sinks) {
    scene.write(scene.config() + streams(more, sinks));
  }

  private String streams(String more, String sinks) {
    return """
    streams:
      feed: { kind: websocket, url: "%s", credential: orders, %s, scopes: {} %s }
    """
        .formatted(stream.uri(), more, sinks.isEmpty() ? "" : ", " + sinks);
  }

  private List<String> lines() {
    return lines(folder.resolve("out.jsonl"));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Received> received() {
    List<Received> received = new ArrayList<>();
    for (String line : lines()) {
      JsonNode node = JsonMapper.shared().readTree(line);
      assertThat(node.has("gap")).as(line).isFalse();
      received.add(
          new Received(
              node.get("topic").asString(),
              node.get("body").toString(),
              node.get("possiblyDuplicate").asBoolean()));
    }
    return received;
  }

  private static long number(Received received) {
    return JsonMapper.shared().readTree(received.body()).get("n").asLong();
  }
}
