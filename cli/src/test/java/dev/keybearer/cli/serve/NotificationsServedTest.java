package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A daemon that has nothing but a stream of Genesys Cloud's notifications brings them to a file,
 * whatever becomes of tokens, sockets and topics.
 */
@Timeout(180)
class NotificationsServedTest {
  private static final String PRESENCE = "v2.users.4a2c1e0d-0000-4000-8000-000000000001.presence";
  private static final String QUEUE =
      "v2.routing.queues.4a2c1e0d-0000-4000-8000-000000000002.conversations";

  @TempDir private Path folder;
  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();

  @AfterEach
  void close() {
    world.close();
  }

  /** P1, P2: tokens end, sockets are announced to close, and everything is in the file once. */
  @Test
  void bringsEverythingToAFileWhileTokensEndAndSocketsClose() {
    genesys.habits().tokenLife(Duration.ofSeconds(8));
    config(PRESENCE, QUEUE);
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      try (Traffic traffic = genesys.notifications().traffic(100, List.of(PRESENCE, QUEUE), 0.05)) {
        Eventually.holds("a rotation", () -> rotations(daemon) >= 1);
        genesys.notifications().notice(Duration.ofSeconds(60));
        long before = rotations(daemon);
        Eventually.holds("another", () -> rotations(daemon) > before);
        Eventually.holds("a third", () -> rotations(daemon) >= 3);
        traffic.stop();
        awaitAll();
      }
      assertThat(state(daemon).counts().drops()).isZero();
    }
    assertFlawless();
    assertThat(entries()).anyMatch(each -> each.contains("\"trigger\":\"notice\""));
    assertThat(entries()).anyMatch(each -> each.contains("\"trigger\":\"token\""));
  }

  /** P1, P13: other topics take another channel, with which the list of topics is exact. */
  @Test
  void losesNothingOfATopicThatStaysWhenOthersChange() {
    config(PRESENCE);
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      try (Traffic traffic = genesys.notifications().traffic(100, List.of(PRESENCE), 0.05)) {
        for (int reload = 1; reload <= 3; reload++) {
          long before = rotations(daemon);
          config(reload % 2 == 1 ? new String[] {PRESENCE, QUEUE} : new String[] {PRESENCE});
          assertThat(daemon.reload()).contains("stream agents changed");
          Eventually.holds("the next channel", () -> rotations(daemon) > before);
        }
        traffic.stop();
        awaitAll();
      }
      Eventually.holds("exact topics", () -> subscribed().equals(List.of(PRESENCE, QUEUE)));
    }
    assertFlawless();
  }

  /** P13: a thousand topics are one stream, one more two, and the first is left alone. */
  @Test
  void opensASecondStreamForTheTopicAfterTheThousandth() {
    String[] all =
        IntStream.rangeClosed(1, 1_001)
            .mapToObj(n -> "v2.users." + n + ".presence")
            .toArray(String[]::new);
    config(List.of(all).subList(0, 1_000).toArray(String[]::new));
    try (Daemon daemon = daemon()) {
      awaitLive(daemon);
      List<String> first = genesys.channels("svc");
      assertThat(first).hasSize(1);

      config(all);
      assertThat(daemon.reload()).doesNotContain("stream agents changed");

      Eventually.holds("both", () -> daemon.streams().stream().allMatch(StreamState::healthy));
      assertThat(daemon.streams())
          .extracting(StreamState::name)
          .containsExactly("agents", "agents.2");
      assertThat(genesys.channels("svc")).hasSize(2).containsAll(first);
      assertThat(subscribed()).hasSize(1_001);

      config(List.of(all).subList(0, 1_000).toArray(String[]::new));
      assertThat(daemon.reload()).contains("stream agents.2 removed");
    }
  }

  @Test
  void isSeenAndRotatedAtTheAdminPort() throws Exception {
    config(PRESENCE);
    try (Daemon daemon = daemon();
        Caller operator = Caller.at(daemon.administers())) {
      awaitLive(daemon);
      assertThat(daemon.takesCalls()).isFalse();
      assertThat(operator.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(operator.get("/health").body())
          .contains("\"streams\":{\"agents\":{\"status\":\"healthy\",\"state\":\"live\"");

      assertThat(operator.post("/admin/streams/agents/rotate", "{}").statusCode()).isEqualTo(202);

      Eventually.holds("a rotation", () -> rotations(daemon) == 1);
      assertThat(operator.get("/metrics").body())
          .contains("keybearer_stream_rotations_total{stream=\"agents\"} 1.0");
    }
  }

  /** P11: the address of a channel opens it, and shows nowhere. */
  @Test
  void neverShowsTheAddressOfAChannel() throws Exception {
    config(PRESENCE);
    try (Daemon daemon = daemon();
        Caller operator = Caller.at(daemon.administers())) {
      awaitLive(daemon);
      List<String> ids = new ArrayList<>(genesys.channels("svc"));
      genesys.notifications().drop(Drop.RST);
      Eventually.holds("another", () -> state(daemon).counts().established() == 2);
      genesys.publish(PRESENCE, "{}");
      Eventually.holds("a message", () -> !lines().isEmpty());
      ids.addAll(genesys.channels("svc"));

      String all =
          operator.get("/health").body()
              + operator.get("/admin/streams").body()
              + operator.get("/metrics").body()
              + entries()
              + lines();
      assertThat(ids).isNotEmpty().noneMatch(all::contains);
    }
  }

  private static void awaitLive(Daemon daemon) {
    Eventually.holds("a live stream", () -> state(daemon).healthy());
  }

  private static StreamState state(Daemon daemon) {
    return daemon.streams().getFirst();
  }

  private static long rotations(Daemon daemon) {
    return state(daemon).counts().rotations();
  }

  private List<String> subscribed() {
    return genesys.channels("svc").stream()
        .flatMap(id -> genesys.topics(id).stream())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private void awaitAll() {
    long all = genesys.notifications().ledger().count();
    Eventually.holds("all messages", () -> lines().size() >= all);
  }

  private void assertFlawless() {
    Judgement judgement = genesys.notifications().ledger().judge(received());
    assertThat(judgement.isFlawless()).as(judgement.toString()).isTrue();
  }

  private Daemon daemon() {
    Path file = folder.resolve("keybearer.yaml");
    return Daemon.open(file, Config.load(file), said -> {});
  }

  private void config(String... topics) {
    genesys.client("svc").secret("s3cret");
    String text =
        """
        issuers:
          cloud: { kind: genesys, region: eu-central-1, login: "%s", api: "%s" }
        credentials:
          ours: { issuer: cloud, grant: client-credentials, client-id: svc, client-secret: "exec:echo s3cret" }
        streams:
          agents: { kind: genesys-notifications, credential: ours, sinks: [{ file: ./out.jsonl }], topics: [%s] }
        admin: { listen: 127.0.0.1:0 }
        log: { entries: ./entries.jsonl }
        """
            .formatted(
                genesys.login(),
                genesys.api(),
                List.of(topics).stream().collect(Collectors.joining(", ")));
    try {
      Path fresh = Files.writeString(folder.resolve("keybearer.new"), text);
      Files.move(
          fresh,
          folder.resolve("keybearer.yaml"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> entries() {
    return lines("entries.jsonl");
  }

  private List<String> lines() {
    return lines("out.jsonl");
  }

  private List<String> lines(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
