package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command against the notifications of a simulated Genesys Cloud. */
@Timeout(180)
class NotificationStreamTest {
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

  /** P1, P2 in short: a token ends, a socket is announced to close, and all comes out once. */
  @Test
  void printsEachMessageOnceWhileTokensEndAndASocketCloses() throws Exception {
    genesys.habits().tokenLife(Duration.ofSeconds(8));
    Thread notice = Thread.ofVirtual().start(() -> announceOnceLive());
    Run run;
    try (Traffic _ = genesys.notifications().traffic(50, List.of(PRESENCE, QUEUE), 0)) {
      run = run(List.of(PRESENCE, QUEUE), "--count", "600");
    }
    notice.join();

    assertThat(run.code()).as(run.err()).isZero();
    List<Received> received = received(run);
    Judgement judgement = genesys.notifications().ledger().judge(received);
    assertThat(judgement.duplicated()).as(run.err()).isZero();
    assertThat(judgement.flaggedDuplicates()).isZero();
    assertThat(judgement.unknown()).isZero();
    assertThat(judgement.outOfOrder()).isEmpty();
    long first = number(received.getFirst());
    assertThat(received)
        .extracting(NotificationStreamTest::number)
        .hasSize(600)
        .doesNotHaveDuplicates()
        .allMatch(number -> number >= first && number < first + 600);
    assertThat(run.err()).contains("(token)").contains("(notice)");
  }

  private void announceOnceLive() {
    while (genesys.notifications().connections().isEmpty()) {
      LockSupport.parkNanos(5_000_000);
    }
    LockSupport.parkNanos(1_000_000_000);
    genesys.notifications().notice(Duration.ofSeconds(60));
  }

  /** P13: more topics than a channel takes are several streams, and one output. */
  @Test
  void printsWhatSeveralChannelsBring() throws Exception {
    List<String> topics =
        IntStream.rangeClosed(1, 1_001).mapToObj(n -> "v2.users." + n + ".presence").toList();
    String first = topics.getFirst();
    String last = topics.getLast();
    Run run;
    try (Traffic _ = genesys.notifications().traffic(50, List.of(first, last), 0)) {
      run = run(topics, "--count", "50");
    }

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(received(run)).hasSize(50).extracting(Received::topic).contains(first, last);
    assertThat(run.out()).contains("\"stream\":\"agents\"", "\"stream\":\"agents.2\"");
  }

  @Test
  void showsHowItStandsWithEachOfSeveral() throws Exception {
    List<String> topics =
        IntStream.rangeClosed(1, 1_001).mapToObj(n -> "v2.users." + n + ".presence").toList();
    Run run;
    try (Traffic _ = genesys.notifications().traffic(50, topics.subList(0, 2), 0)) {
      run = run(topics, "--stats", "--count", "20");
    }

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("stream=agents state=live connections=1")
        .contains("stream=agents.2 state=live connections=1");
  }

  @Test
  void saysWhatTheApiDoesNotPermit() throws Exception {
    genesys.notificationQuirks().reject("v2.routing", "missing routing:queue:view");
    Run run;
    try (Traffic _ = genesys.notifications().traffic(50, List.of(PRESENCE), 0)) {
      run = run(List.of(PRESENCE, QUEUE), "--count", "5");
    }

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("topic " + QUEUE + " was rejected: missing routing:queue:view");
  }

  private Run run(List<String> topics, String... options) throws IOException {
    genesys.client("svc").secret("s3cret");
    List<String> arguments = new ArrayList<>(List.of("stream", "agents"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-c", config(topics).toString()));
    Run run = Run.typing(arguments.toArray(String[]::new));
    assertThat(genesys.channels("svc")).noneMatch(id -> (run.out() + run.err()).contains(id));
    return run;
  }

  private Path config(List<String> topics) throws IOException {
    return Files.writeString(
        folder.resolve("keybearer.yaml"),
        """
        issuers:
          cloud: { kind: genesys, region: eu-central-1, login: "%s", api: "%s" }
        credentials:
          ours: { issuer: cloud, grant: client-credentials, client-id: svc, client-secret: "exec:echo s3cret" }
        streams:
          agents: { kind: genesys-notifications, credential: ours, topics: [%s] }
        """
            .formatted(
                genesys.login(),
                genesys.api(),
                topics.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "))));
  }

  private static List<Received> received(Run run) {
    return run.out()
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .filter(line -> line.has("topic"))
        .map(NotificationStreamTest::received)
        .toList();
  }

  private static Received received(JsonNode line) {
    return new Received(
        line.get("topic").asString(),
        line.get("body").toString(),
        line.get("possiblyDuplicate").asBoolean());
  }

  private static long number(Received received) {
    return JsonMapper.shared().readTree(received.body()).get("n").asLong();
  }
}
