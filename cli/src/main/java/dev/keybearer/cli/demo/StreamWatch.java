package dev.keybearer.cli.demo;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says at each rotation what came of the stream of a demonstration: what lies in the file of its
 * sink is held against the ledger of who published it.
 */
public final class StreamWatch implements AutoCloseable {
  private static final Duration LOOKS_EVERY = Duration.ofMillis(250);

  /** What was published later may still be on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Daemon daemon;
  private final SimulatedStream stream;
  private final Path file;
  private @Nullable Thread thread;

  StreamWatch(Daemon daemon, SimulatedStream stream, Path file) {
    this.daemon = daemon;
    this.stream = stream;
    this.file = file;
  }

  /** Tells a line at each rotation from now on, until it is closed. */
  StreamWatch telling(Consumer<String> tell) {
    thread = Thread.ofVirtual().name("keybearer-demo-stream").start(() -> watch(tell));
    return this;
  }

  private void watch(Consumer<String> tell) {
    long seen = 0;
    try {
      while (true) {
        long now = rotations();
        if (now > seen) {
          tell.accept(line());
        }
        seen = now;
        Thread.sleep(LOOKS_EVERY);
      }
    } catch (InterruptedException e) {
      return; // it was closed
    }
  }

  /** How often its token or connection was replaced. */
  long rotations() {
    StreamState state = state();
    return state == null ? 0 : state.counts().rotations();
  }

  private @Nullable StreamState state() {
    return daemon.streams().stream()
        .filter(each -> each.name().equals(stream.name()))
        .findFirst()
        .orElse(null);
  }

  /** What came of it so far. */
  String line() {
    StreamState state = state();
    Verdict verdict = verdict();
    return "stream %s: rotated to connection %d · %d messages · lost %d · duplicated %d"
        .formatted(
            stream.name(),
            state == null ? 0 : state.generation(),
            verdict.messages,
            verdict.lost,
            verdict.duplicated);
  }

  /** Whether nothing was lost and nothing came twice. */
  boolean isFlawless() {
    Verdict verdict = verdict();
    return verdict.messages > 0 && verdict.lost == 0 && verdict.duplicated == 0;
  }

  private Verdict verdict() {
    Instant until = Instant.now().minus(ON_ITS_WAY);
    List<Received> received = received();
    if (received.isEmpty()) {
      return new Verdict(0, 0, 0);
    }
    long first = JSON.readTree(received.getFirst().body()).path("n").asLong();
    Judgement judgement = stream.ledger().judge(received);
    long lost =
        judgement.lost().stream()
            .filter(each -> each.number() >= first && isOlder(each, until))
            .count();
    return new Verdict(received.size(), lost, judgement.duplicated());
  }

  private static boolean isOlder(Published message, Instant until) {
    return message.at().isBefore(until);
  }

  private List<Received> received() {
    List<Received> received = new ArrayList<>();
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(JSON::readTree)
          .forEach(line -> add(line, received));
      return received;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JsonNode line, List<Received> received) {
    if (line.has("topic")) {
      received.add(
          new Received(
              line.get("topic").asString(),
              line.get("body").toString(),
              line.get("possiblyDuplicate").asBoolean()));
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private record Verdict(int messages, long lost, int duplicated) {}
}
