package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines of JSON on streams that work, hang and fail. */
@Timeout(30)
class JsonLinesLedgerTest {
  private static final String LOST =
      "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"event\":\"ENTRIES_LOST\",\"client_id\":null,"
          + "\"details\":{\"count\":%d}}";

  private final FakeTime time = new FakeTime(PastCall.START);
  private final FakeStream stream = new FakeStream();
  private final JsonLinesLedger ledger = JsonLinesLedger.to(stream, time);

  @AfterEach
  void close() {
    stream.release();
    ledger.close();
  }

  @Test
  void writesTheFieldsThatOthersParse() {
    ledger.append(
        Draft.of("TOKEN_REFRESHED")
            .with("token", "f00d")
            .with("latencyMs", 12)
            .with("at_issuer", true)
            .with("keys", List.of("a", "b"))
            .entry(PastCall.START, "analytics"));
    ledger.append(new Entry(PastCall.START, "CLOCK_MOVED", null, Map.of()));
    ledger.close();

    assertThat(stream.lines())
        .containsExactly(
            "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"event\":\"TOKEN_REFRESHED\","
                + "\"client_id\":\"analytics\",\"details\":"
                + "{\"token\":\"f00d\",\"latencyMs\":12,\"at_issuer\":true,\"keys\":[\"a\",\"b\"]}}",
            "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"event\":\"CLOCK_MOVED\","
                + "\"client_id\":null,\"details\":{}}");
    assertThat(ledger.lost()).isZero();
  }

  /** A6: nothing that a caller sends can end a line or speak to a terminal. */
  @Test
  void escapesWhateverIsNotPlain() {
    String hostile = "a\r\nb\u001b[2J\u007f\u009b\u2028\u202e\ud83d\ude00\ud800x\udc00\"\\\0";
    ledger.append(new Entry(PastCall.START, "E", hostile, Map.of()));
    ledger.close();

    assertThat(stream.lines())
        .singleElement()
        .asString()
        .contains(
            "\"client_id\":\"a\\r\\nb\\u001B[2J\\uFFFD\\u009B\\u2028\\u202E\\uD83D\\uDE00"
                + "\\uFFFDx\\uFFFD\\\"\\\\\\u0000\"");
  }

  @Test
  void cutsTextsAndListsThatAreTooLong() {
    String longest = "x".repeat(Json.LONGEST_TEXT);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i <= Json.LONGEST_LIST; i++) {
      texts.add("n" + i);
    }
    ledger.append(Draft.of("E").with("t", longest).entry(PastCall.START, null));
    ledger.append(Draft.of("E").with("t", longest + "x").entry(PastCall.START, null));
    ledger.append(Draft.of("E").with("t", texts).entry(PastCall.START, null));
    ledger.close();

    assertThat(stream.lines().get(0)).contains(longest + "\"");
    assertThat(stream.lines().get(1)).contains("\"" + longest.substring(1) + "\\u2026\"");
    assertThat(stream.lines().get(2)).contains("\"n99\"").doesNotContain("\"n100\"");
  }

  @Test
  void refusesDetailsThatAreNoPlainValues() {
    assertThatThrownBy(() -> new Entry(PastCall.START, "E", null, Map.of("a", new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a is of java.lang.Object");
  }

  @Test
  void holdsAsManyEntriesAsFitWhileTheStreamHangs() throws InterruptedException {
    hang(JsonLines.CAPACITY);

    assertThat(ledger.lost()).isZero();
    stream.release();
    ledger.close();
    assertThat(stream.lines()).hasSize(1 + JsonLines.CAPACITY);
  }

  @Test
  void countsTheOneEntryThatNoLongerFits() throws InterruptedException {
    hang(JsonLines.CAPACITY + 1);

    assertThat(ledger.lost()).isEqualTo(1);
    stream.release();
    ledger.close();
    assertThat(stream.lines())
        .hasSize(1 + JsonLines.CAPACITY + 1)
        .containsOnlyOnce(LOST.formatted(1));
  }

  @Test
  void losesNoCountWhenManyThreadsAppendAtOnce() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> appendAt(gate, 5_000)));
    }
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    ledger.close();

    long entries = stream.lines().stream().filter(line -> !line.contains("ENTRIES_LOST")).count();
    assertThat(entries + ledger.lost()).isEqualTo(40_000);
    assertThat(stream.lines().stream().mapToLong(JsonLinesLedgerTest::lost).sum())
        .isEqualTo(ledger.lost());
  }

  /** A4: what could not be written leaves a mark as soon as something can be written. */
  @Test
  void marksTheGapThatAFailureLeaves() throws InterruptedException {
    stream.failAfter(7);
    ledger.append(entry("a"));
    stream.awaitFailures(1);
    ledger.append(entry("b"));
    stream.awaitFailures(1);
    stream.heal();
    ledger.append(entry("c"));
    ledger.close();

    assertThat(stream.lines()).containsExactly("{\"times", "{\"time", LOST.formatted(2), line("c"));
    assertThat(ledger.lost()).isEqualTo(2);
  }

  @Test
  void closesWithinASecondWhileTheStreamHangs() throws InterruptedException {
    hang(1);
    long begun = System.nanoTime();
    ledger.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void closesItsStreamAndMayBeClosedTwice() {
    ledger.append(entry("a"));
    ledger.close();
    ledger.close();
    ledger.append(entry("b"));

    assertThat(stream.isClosed()).isTrue();
    assertThat(stream.lines()).containsExactly(line("a"));
    assertThat(ledger.lost()).isEqualTo(1);
  }

  @Test
  void addsToAFileThatNobodyElseReads(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ledger.jsonl");
    write(file, "a");
    write(file, "b");

    assertThat(Files.readAllLines(file)).containsExactly(line("a"), line("b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** A6, F19: a line that broke off stands alone. */
  @Test
  void endsALineThatAnEarlierProcessLeftTorn(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("ledger.jsonl"), line("a") + "\n{\"times");
    write(file, "b");

    assertThat(Files.readAllLines(file)).containsExactly(line("a"), "{\"times", line("b"));
  }

  @Test
  void saysThatAFileCannotBeOpened(@TempDir Path folder) {
    assertThatThrownBy(() -> JsonLinesLedger.open(folder.resolve("no/ledger"), time))
        .isInstanceOf(IOException.class);
  }

  private void write(Path file, String client) throws IOException {
    try (JsonLinesLedger one = JsonLinesLedger.open(file, time)) {
      one.append(entry(client));
    }
  }

  /** One entry hangs in the stream, the others wait. */
  private void hang(int others) throws InterruptedException {
    stream.hold();
    ledger.append(entry("first"));
    stream.awaitWriter();
    for (int i = 0; i < others; i++) {
      ledger.append(entry("n" + i));
    }
  }

  private void appendAt(CountDownLatch gate, int count) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < count; i++) {
      ledger.append(entry("n" + i));
    }
  }

  private static long lost(String line) {
    return line.contains("ENTRIES_LOST")
        ? Long.parseLong(line.substring(line.lastIndexOf(':') + 1, line.length() - 2))
        : 0;
  }

  private static Entry entry(String client) {
    return new Entry(PastCall.START, "E", client, Map.of());
  }

  private static String line(String client) {
    return "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"event\":\"E\",\"client_id\":\"%s\",\"details\":{}}"
        .formatted(client);
  }
}
