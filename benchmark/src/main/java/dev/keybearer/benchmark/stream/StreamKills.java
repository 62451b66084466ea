package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Folder;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Processes that follow a stream, killed again and again: what they have written down at last. */
public final class StreamKills {
  private static final int LANES = 2;
  private static final double EVENTS_A_SECOND = 300;
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int STARTING_MILLIS = 600;
  private static final int RUNNING_MILLIS = 250;

  private final Report report;
  private final int kills;

  public StreamKills(Report report, int kills) {
    this.report = report;
    this.kills = kills;
  }

  /** Kills them all and prints a line. */
  public void run() throws Exception {
    report.circumstances();
    try (World world = World.open();
        Folder folder = Folder.create();
        ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      SimulatedIssuer issuer = world.issuer("corp");
      issuer.client(Fleet.client(0)).secret(Fleet.SECRET);
      issuer.habits().tokenLife(LIFE);
      SimulatedStream feed = world.stream("feed", issuer);
      feed.habits().replay(Integer.MAX_VALUE);
      WorldTime time = new WorldTime(world.clock());
      List<Lane> lanes = new ArrayList<>();
      for (int number = 0; number < LANES; number++) {
        Path own = Files.createDirectory(folder.path().resolve("lane-" + number));
        lanes.add(
            new Lane(feed, issuer.tokenEndpoint(), time, own, new Random(number), kills / LANES));
      }
      all(threads, lanes.stream().<Callable<Void>>map(lane -> lane::begin).toList());
      try (Traffic traffic = feed.traffic(EVENTS_A_SECOND, StreamScene.TOPICS, 0)) {
        all(threads, lanes.stream().<Callable<Void>>map(lane -> lane::kill).toList());
        traffic.stop();
      }
      all(threads, lanes.stream().<Callable<Void>>map(lane -> lane::finish).toList());
      report.head(
          "kills",
          "published",
          "missing at last",
          "written again",
          "of which not flagged",
          "out of order");
      for (Lane lane : lanes) {
        report.row(lane.cells());
      }
    }
  }

  private static void all(ExecutorService threads, List<Callable<Void>> work) throws Exception {
    for (Future<Void> each : threads.invokeAll(work)) {
      each.get();
    }
  }

  /** One consumer through all its lives. */
  private record Lane(
      SimulatedStream feed, URI issuer, WorldTime time, Path folder, Random random, int kills) {
    private KilledFollower start() throws IOException {
      return KilledFollower.start(folder, feed.uri(), issuer);
    }

    /** What is published from now on is its own. */
    private Void begin() throws IOException {
      try (KilledFollower follower = start()) {
        follower.awaitLive();
        time.isSo(PATIENCE, () -> KilledFollower.hasPosition(folder));
      }
      return done();
    }

    /** Every fourth dies while it starts; before every tenth, one ends in peace. */
    private Void kill() throws IOException, InterruptedException {
      for (int kill = 1; kill <= kills; kill++) {
        if (kill % 10 == 0) {
          try (KilledFollower peaceful = start()) {
            peaceful.awaitLive();
            peaceful.leave();
          }
        }
        try (KilledFollower follower = start()) {
          boolean starting = kill % 4 == 3;
          if (!starting) {
            follower.awaitLive();
          }
          int longest = starting ? STARTING_MILLIS : RUNNING_MILLIS;
          follower.kill(Duration.ofMillis(random.nextInt(longest)));
        }
        if (kill % 50 == 0) {
          System.err.println(folder.getFileName() + ": " + kill + " kills");
        }
      }
      return done();
    }

    private Void finish() throws IOException {
      try (KilledFollower follower = start()) {
        follower.awaitLive();
        time.isSo(PATIENCE, this::hasAll);
      }
      return done();
    }

    @SuppressWarnings("NullAway") // what a callable gives that has nothing to give
    private static Void done() {
      return null;
    }

    private boolean hasAll() {
      return missing().isEmpty();
    }

    private Set<Long> missing() {
      Set<Long> missing = new HashSet<>();
      feed.ledger().messages().stream().map(Published::number).forEach(missing::add);
      book().forEach(line -> missing.remove(line.number()));
      return missing;
    }

    private List<KilledFollower.Line> book() {
      try {
        return KilledFollower.book(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<String> cells() {
      Set<Long> had = new HashSet<>();
      Map<String, Long> latest = new HashMap<>();
      int again = 0;
      int unflagged = 0;
      int disordered = 0;
      for (KilledFollower.Line line : book()) {
        if (!had.add(line.number())) {
          again++;
          unflagged += line.flagged() ? 0 : 1;
        } else if (line.number() < latest.getOrDefault(line.topic(), 0L)) {
          disordered++;
        } else {
          latest.put(line.topic(), line.number());
        }
      }
      return List.of(
          Fate.number(kills),
          Fate.number(feed.ledger().count()),
          Fate.number(missing().size()),
          Fate.number(again),
          Fate.number(unflagged),
          Fate.number(disordered));
    }
  }
}
