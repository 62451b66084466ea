package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.ProcessTree;
import dev.keybearer.benchmark.tool.Processors;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a stream costs: memory while nothing happens, and processor time for each message, in a JVM
 * of its own on a processor of its own.
 */
public final class StreamCosts {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WARM_STREAMS = 50;

  /** So many may be under way: enough to keep everybody at work. */
  private static final int WINDOW = 20_000;

  private static final int BATCH = 500;
  private static final double KIBIBYTE = 1024;
  private static final String BODY = "{\"order\":\"4711\",\"state\":\"picked\",\"n\":";

  private final Report report;
  private final Length length;

  public StreamCosts(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Measures both and prints two tables. */
  public void run() throws Exception {
    report.circumstances();
    memory();
    report.line("");
    report.head("side", "messages a second", "µs of CPU for each");
    for (Receiving how : Receiving.values()) {
      throughput(how);
    }
  }

  private void memory() throws Exception {
    try (World world = World.open();
        Child child = child(world)) {
      child.ask("open " + Receiving.NAMED + " " + WARM_STREAMS);
      child.ask("close");
      TimeUnit.SECONDS.sleep(length.seconds);
      Weight before = weigh(child);
      child.ask("open " + Receiving.NAMED + " " + length.streams);
      TimeUnit.SECONDS.sleep(length.seconds); // threads that opened them have gone idle
      Weight after = weigh(child);
      report.head("an idle stream, of " + length.streams, "each");
      row("heap after a collection, KiB", (after.heap - before.heap) / KIBIBYTE);
      row("resident memory, KiB", (after.resident - before.resident) / KIBIBYTE);
      row("descriptors", after.descriptors - before.descriptors);
      row("threads", after.threads - before.threads);
    }
  }

  private void row(String what, double all) {
    report.row(List.of(what, Spread.text(all / length.streams)));
  }

  private static Child child(World world) throws IOException {
    SimulatedIssuer issuer = world.issuer("corp");
    issuer.client(Fleet.client(0)).secret(Fleet.SECRET);
    issuer.habits().tokenLife(LIFE);
    SimulatedStream feed = world.stream("feed", issuer);
    feed.habits().backlog(Integer.MAX_VALUE);
    return Child.start(
        Processors.PROXY,
        List.of("streams-held", feed.uri().toString(), issuer.tokenEndpoint().toString()),
        "-XX:+UseSerialGC",
        "-Xms64m",
        "-Xmx1g");
  }

  private static Weight weigh(Child child) throws IOException {
    String[] said = child.ask("weigh").split(" ", 2);
    ProcessTree tree = new ProcessTree(child.handle());
    return new Weight(
        Double.parseDouble(said[0]),
        tree.resident(),
        tree.descriptors(),
        Double.parseDouble(said[1]));
  }

  private void throughput(Receiving how) throws Exception {
    double[] rates = new double[length.rounds];
    double[] costs = new double[length.rounds];
    try (World world = World.open();
        Child child = child(world)) {
      SimulatedStream feed = world.stream("feed", world.issuer("corp"));
      if (how == Receiving.UNNAMED) {
        feed.habits().withoutIds();
      }
      child.ask("open " + how + " 1");
      int connections = how == Receiving.TWICE ? 2 : 1;
      WorldTime time = new WorldTime(world.clock());
      if (!time.isSo(PATIENCE, () -> isSubscribed(feed, connections))) {
        throw new IllegalStateException(how + " does not subscribe");
      }
      Loop loop = new Loop(feed, child);
      loop.run(Duration.ofSeconds(length.seconds)); // warms up
      for (int round = 0; round < length.rounds; round++) {
        double cpu = new ProcessTree(child.handle()).cpu();
        double seconds = loop.run(Duration.ofSeconds(length.seconds));
        rates[round] = loop.came / seconds;
        costs[round] = (new ProcessTree(child.handle()).cpu() - cpu) / loop.came / 1_000;
      }
    }
    report.row(List.of(how.words(), Spread.of(rates).toString(), Spread.of(costs).toString()));
  }

  private static boolean isSubscribed(SimulatedStream feed, int connections) {
    return feed.connections().stream().filter(each -> !each.topics().isEmpty()).count()
        == connections;
  }

  /** Publishes as fast as messages are received. */
  private static final class Loop {
    private final SimulatedStream feed;
    private final Child child;
    private final long unpublished; // frames that are no messages
    private long published;
    private long received;
    private long came;

    private Loop(SimulatedStream feed, Child child) throws IOException {
      this.feed = feed;
      this.child = child;
      this.unpublished = count();
    }

    /** For some time; how many seconds it were, in which {@link #came} so many. */
    private double run(Duration time) throws IOException {
      long before = count();
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < time.toNanos()) {
        if (published - received < WINDOW) {
          for (int each = 0; each < BATCH; each++) {
            feed.publish(StreamProcess.TOPIC, BODY + published++ + "}");
          }
        }
        received = count() - unpublished;
      }
      came = count() - before;
      feed.ledger().clear();
      return (System.nanoTime() - begun) / 1e9;
    }

    private long count() throws IOException {
      return Long.parseLong(child.ask("count"));
    }
  }

  private record Weight(double heap, double resident, double descriptors, double threads) {}

  /**
   * How much of everything.
   *
   * @param streams that are idle
   * @param seconds of each round
   */
  public record Length(int streams, int seconds, int rounds) {}
}
