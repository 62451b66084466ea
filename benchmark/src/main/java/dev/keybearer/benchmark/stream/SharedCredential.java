package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.Stream;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A hundred streams and ten thousand reads a second that live by the tokens of one credential. */
public final class SharedCredential {
  private static final int STREAMS = 100;
  private static final int READS_A_SECOND = 10_000;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Report report;
  private final Length length;

  public SharedCredential(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs for some rotations and prints a line. */
  public void run() throws InterruptedException {
    try (World world = World.open()) {
      world.clock().scale(length.scale);
      WorldTime time = new WorldTime(world.clock());
      SimulatedIssuer issuer = world.issuer("corp");
      issuer.client(Fleet.client(0)).secret(Fleet.SECRET);
      issuer.habits().tokenLife(TOKEN_LIFE);
      SimulatedStream feed = world.stream("feed", issuer);
      try (TokenSources sources = TokenSources.open(TokenSources.Options.STANDARD.withTime(time));
          Streams streams = Streams.open(options(time))) {
        TokenSource tokens = sources.of(Fleet.of(Fleet.issuer(issuer.tokenEndpoint()), 1)[0]);
        List<Stream> all = open(streams, feed, tokens);
        Reader reader = new Reader(tokens);
        reader.start();
        boolean rotated =
            time.isSo(
                PATIENCE.multipliedBy(length.rotations),
                () -> all.stream().allMatch(each -> each.report().rotations() >= length.rotations));
        reader.end();
        long drops = all.stream().mapToLong(each -> each.report().drops()).sum();
        long generations = tokens.get().generation();
        report.head(
            "streams", "rotations of each", "reads a second", "tokens", "asked for", "drops");
        report.row(
            List.of(
                String.valueOf(STREAMS),
                rotated ? String.valueOf(length.rotations) : "**fewer**",
                Spread.text(reader.rate()),
                String.valueOf(generations),
                String.valueOf(issuer.referee().count(Endpoint.TOKEN)),
                String.valueOf(drops)));
      }
    }
  }

  private static Streams.Options options(WorldTime time) {
    return Streams.Options.STANDARD.withTime(time).withHandshakes(1_000, Duration.ofMillis(1));
  }

  private static List<Stream> open(Streams streams, SimulatedStream feed, TokenSource tokens)
      throws InterruptedException {
    List<Stream> all = new ArrayList<>();
    for (int number = 0; number < STREAMS; number++) {
      StreamPlan plan =
          StreamPlan.of(
                  "stream-" + number,
                  FixedEndpoint.of(feed.uri(), TokenPlace.HEADER),
                  JsonDialect.PLAIN,
                  tokens)
              .withTopics(List.of(Topic.event(StreamProcess.TOPIC)))
              .withProfile(Profile.CAUTIOUS.withEventIds(true).withSkew(Duration.ofSeconds(3)));
      all.add(streams.open(plan, Receiver.each(delivery -> {})));
    }
    for (Stream stream : all) {
      if (!stream.awaitLive(PATIENCE)) {
        throw new IllegalStateException(stream + " does not listen");
      }
    }
    return all;
  }

  /** Reads tokens at a constant rate of real time. */
  private static final class Reader {
    private final TokenSource tokens;
    private final Thread thread = new Thread(this::run, "reads");
    private volatile boolean ended;
    private volatile long reads;
    private volatile double seconds;

    private Reader(TokenSource tokens) {
      this.tokens = tokens;
    }

    private void start() {
      thread.start();
    }

    private void run() {
      long begun = System.nanoTime();
      long count = 0;
      while (!ended) {
        long due = (System.nanoTime() - begun) / (1_000_000_000L / READS_A_SECOND);
        for (; count < due; count++) {
          tokens.get();
        }
        LockSupport.parkNanos(100_000);
      }
      reads = count;
      seconds = (System.nanoTime() - begun) / 1e9;
    }

    private void end() throws InterruptedException {
      ended = true;
      thread.join();
    }

    private double rate() {
      return reads / seconds;
    }
  }

  /**
   * How much of everything.
   *
   * @param scale how many times as fast as outside the streams' time runs
   * @param rotations of each stream
   */
  public record Length(double scale, int rotations) {}
}
