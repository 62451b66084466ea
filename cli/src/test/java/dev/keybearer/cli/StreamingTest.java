package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.Traffic;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command against a simulated stream. */
@Timeout(180)
class StreamingTest {
  @TempDir private Path folder;
  private World world;
  private SimulatedStream stream;

  @BeforeEach
  void open() {
    world = World.open();
    world.issuer("corp").client("ours").secret("our-secret").scopes("orders:read");
    stream = world.stream("events");
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** P1 in short: tokens end again and again, and every message comes out once. */
  @Test
  void printsEachMessageOnceWhileTokensEnd() throws Exception {
    world.issuer("corp").habits().tokenLife(Duration.ofSeconds(3));
    List<String> topics = List.of("orders", "parcels");
    Run run;
    try (Traffic _ = stream.traffic(50, topics, 0)) {
      run = run("topics: [orders, parcels]", "--count", "600");
    }

    assertThat(run.code()).as(run.err()).isZero();
    List<Received> received = received(run);
    assertThat(received).hasSize(600);
    Judgement judgement = stream.ledger().judge(received);
    assertThat(judgement.duplicated()).isZero();
    assertThat(judgement.flaggedDuplicates()).isZero();
    assertThat(judgement.unknown()).isZero();
    assertThat(judgement.outOfOrder()).isEmpty();
    long first = number(received.getFirst());
    assertThat(received).extracting(StreamingTest::number).doesNotHaveDuplicates();
    assertThat(received)
        .extracting(StreamingTest::number)
        .allMatch(number -> number >= first && number < first + 600);
    assertThat(run.err().lines().filter(line -> line.contains("rotated to connection")).count())
        .isGreaterThan(1);
  }

  @Test
  void printsGapsInTheirPlace() throws Exception {
    StringWriter printed = new StringWriter();
    Thread breaker =
        Thread.ofVirtual()
            .start(
                () -> {
                  await(this::isSubscribed);
                  stream.publish("orders", "{\"n\":1}");
                  await(() -> printed.toString().contains("{\"stream\":"));
                  stream.close(1011, "broken");
                  await(() -> printed.toString().contains("{\"gap\":"));
                  await(this::isSubscribed);
                  stream.publish("orders", "{\"n\":2}");
                });
    Run run = Run.watched(printed, arguments("topics: orders", "--count", "2"));
    breaker.interrupt();
    breaker.join();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.substring(0, 7)))
        .containsExactly("{\"strea", "{\"gap\":", "{\"strea");
    assertThat(run.err()).contains("connection 1 was lost").contains("messages may be missing");
  }

  @Test
  void beginsWithTheOldestWhereTheProviderReplays() throws Exception {
    stream.habits().replay(1_000);
    for (int number = 1; number <= 5; number++) {
      stream.publish("orders", "{\"n\":" + number + "}");
    }

    Run run =
        run("topics: orders, profile: { replays: true }", "--from", "earliest", "--count", "5");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(received(run)).extracting(StreamingTest::number).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void refusesToBeginWithTheOldestWhereNoneIsKept() throws Exception {
    Run run = run("topics: orders", "--from", "earliest");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("needs a provider that replays");
  }

  @Test
  void showsHowItStandsInsteadOfMessages() throws Exception {
    Run run;
    try (Traffic _ = stream.traffic(50, List.of("orders"), 0)) {
      run = run("topics: orders", "--stats", "--count", "20");
    }

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("stream=feed state=live connections=1 generation=1 "));
  }

  @Test
  void saysWhyItIsNotLiveAndEndsAsTheReasonAsks() throws Exception {
    assertThat(run("topics: orders, verify: { issuer: corp, audiences: [others] }").code())
        .isEqualTo(4);
    world.issuer("corp").client("ours").secret("another");
    assertThat(run("topics: orders").code()).isEqualTo(4);
    world.issuer("corp").client("ours").secret("our-secret");
    stream.stop();
    Run run = run("topics: orders", "--patience", "2s");
    assertThat(run.code()).as(run.err()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void looksAtScopesBeforeItDials() throws Exception {
    Run run = run("topics: routing.queues");

    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("needs the scopes [routing:read]");
    assertThat(stream.counts().ever()).isZero();
  }

  @Test
  void namesTheStreamsThatThereAre() throws Exception {
    Run run = Run.typing("stream", "food", "-c", config("topics: orders").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no stream is named food").contains("there is feed");
  }

  private boolean isSubscribed() {
    return stream.connections().stream().anyMatch(each -> !each.topics().isEmpty());
  }

  /** The command ends by itself, or the test does. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private Run run(String more, String... options) throws IOException {
    return Run.typing(arguments(more, options));
  }

  private String[] arguments(String more, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("stream", "feed"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-c", config(more).toString()));
    return arguments.toArray(String[]::new);
  }

  private Path config(String more) throws IOException {
    return Files.writeString(
        folder.resolve("keybearer.yaml"),
        """
        issuers:
          corp: { kind: oidc, issuer: "%s" }
        credentials:
          orders: { issuer: corp, grant: client-credentials, client-id: ours, client-secret: "exec:echo our-secret" }
        streams:
          feed: { kind: websocket, url: "%s", credential: orders, %s }
        """
            .formatted(world.issuer("corp").uri(), stream.uri(), more));
  }

  private static List<Received> received(Run run) {
    return run.out()
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .filter(line -> line.has("topic"))
        .map(StreamingTest::received)
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
