package dev.keybearer.cli.command;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.StreamConfig;
import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.wiring.Graph;
import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.stream.live.Stream;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Listens to a stream, and prints what it delivers. */
@Command(
    name = "stream",
    description = {
      "Listens to a stream of the config and prints each delivery as a line of JSON, gaps too.",
      "What happens to its connections is said on stderr. Ends on Ctrl-C, or when nobody reads.",
      "Keeps no position: a daemon that brings the same stream to its sinks is not disturbed."
    },
    mixinStandardHelpOptions = true)
public final class Streaming implements Callable<Integer> {
  private static final long LOOKS_EVERY_MILLIS = 50;

  private final Keybearer keybearer;

  @Parameters(paramLabel = "NAME", description = "The stream, by its name in the config.")
  private String name = "";

  @Option(
      names = "--stats",
      description = "Show how it stands instead of what it delivers: a table on a terminal.")
  private boolean stats;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description = "Where to begin: earliest or latest; ${DEFAULT-VALUE} unless said otherwise.")
  private Place from = Place.LATEST;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many messages; left out: never.")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      description = "How long to wait until it is live, such as 30s; ${DEFAULT-VALUE} otherwise.")
  private String patience = "30s";

  /** The command below the outermost one. */
  public Streaming(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration patient = patience();
    StreamConfig config = chosen();
    if (from == Place.EARLIEST && !config.origin().profile().replays()) {
      throw new Misuse("--from earliest needs a provider that replays, and " + name + " has none");
    }
    StreamChatter chatter = new StreamChatter(keybearer::say);
    Printing printing = new Printing(keybearer.shell().out(), count, !stats);
    try (Graph graph = keybearer.graph(List.of(config.credential().name()), event -> {});
        Streams streams = Streams.open(Streams.Options.STANDARD.withRecorder(chatter));
        Signals.Ear _ = Signals.hear(List.of("INT", "TERM"), signal -> printing.end())) {
      List<Stream> opened =
          plans(graph).stream().map(plan -> streams.open(plan, printing)).toList();
      Exit exit = untilLive(opened, patient, chatter, printing);
      if (exit != null) {
        return exit.code();
      }
      watch(opened, printing);
    }
    keybearer.shell().out().flush();
    return Exit.OK.code();
  }

  private StreamConfig chosen() {
    Config config = keybearer.config();
    StreamConfig chosen = config.streams().get(name);
    if (chosen == null) {
      String known =
          config.streams().isEmpty() ? "none" : String.join(", ", config.streams().keySet());
      throw new Misuse(
          "no stream is named " + name + " in " + keybearer.file() + "; there is " + known);
    }
    return chosen;
  }

  private Duration patience() {
    try {
      return Durations.parse(patience);
    } catch (Unfit e) {
      throw new Misuse("--patience " + patience + ": a duration is expected, such as 30s");
    }
  }

  private List<StreamPlan> plans(Graph graph) {
    return graph.plans(name).stream().map(this::begun).toList();
  }

  private StreamPlan begun(StreamPlan plan) {
    return from == Place.EARLIEST
        ? plan.withPositions(FromEarliest.of(plan.topics()), AfterExpiry.EARLIEST)
        : plan;
  }

  /** Null once all listen, or nobody wants them any more. */
  private static @Nullable Exit untilLive(
      List<Stream> streams, Duration patience, StreamChatter chatter, Printing printing)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!printing.hasEnded()) {
      if (areLive(streams)) {
        return null;
      }
      if (chatter.isSuspended() || System.nanoTime() - until > 0) {
        return chatter.exit();
      }
    }
    return null;
  }

  private static boolean areLive(List<Stream> streams) throws InterruptedException {
    for (Stream each : streams) {
      if (!each.awaitLive(Duration.ofMillis(LOOKS_EVERY_MILLIS))) {
        return false;
      }
    }
    return true;
  }

  private void watch(List<Stream> streams, Printing printing) throws InterruptedException {
    if (!stats) {
      printing.awaitEnd(Long.MAX_VALUE, TimeUnit.DAYS);
      return;
    }
    StreamTable table = new StreamTable(keybearer.shell());
    do {
      table.show(reports(streams));
    } while (!printing.awaitEnd(table.pause().toMillis(), TimeUnit.MILLISECONDS));
    table.show(reports(streams));
  }

  private static List<StreamReport> reports(List<Stream> streams) {
    return streams.stream().map(Stream::report).toList();
  }

  /** Where to begin. */
  enum Place {
    /** With the oldest message that the provider keeps. */
    EARLIEST,
    /** With the next one. */
    LATEST
  }
}
