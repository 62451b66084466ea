package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Streams while tokens rotate, providers announce that they close, and connections drop: what they
 * lose, double and reorder according to the referee of the simulator; then other clients beside.
 */
public final class Streaming {
  private static final double MANY_EVENTS = 50;

  /** Where more streams live side by side, since drops have to be far from each other. */
  private static final double EVENTS = 25;

  private static final double REPEATS = 0.05;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);

  /**
   * A provider whose connections are a quarter of a second apart at most. What holds up this
   * machine is scaled as well, so that the skew allowed for is twelve times as wide.
   */
  private static final Profile NAMED =
      Profile.CAUTIOUS.withEventIds(true).withSkew(Duration.ofSeconds(3));

  private static final List<Drop> SEEN = List.of(Drop.RST, Drop.FIN, Drop.BLACK_HOLE);
  private static final List<Drop> ANY =
      List.of(Drop.RST, Drop.FIN, Drop.BLACK_HOLE, Drop.HALF_OPEN);
  private static final List<Drop> OF_TWO =
      List.of(Drop.RST, Drop.FIN, Drop.BLACK_HOLE, Drop.ZOMBIE);

  private final Report report;
  private final Length length;

  public Streaming(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs everything and prints both tables. */
  public void run() throws Exception {
    warmUp();
    report.circumstances();
    List<String> head = new ArrayList<>(List.of("what happens", "connections changed"));
    head.addAll(Fate.HEAD);
    head.addAll(List.of("added ms p99", "noticed ms p95", "whole again ms p95"));
    report.head(head.toArray(String[]::new));
    tokensEnd();
    providersAnnounce();
    connectionsDrop();
    report.line("");
    new StreamPeers(report, length.peers).run();
  }

  private void tokensEnd() throws Exception {
    int rotations = length.rotations;
    int streams = length.width.rotating;
    Act tokens = trial -> trial.rotate(share(rotations, streams));
    row("tokens end: " + rotations + " rotations, ids", MANY_EVENTS, terms(streams, NAMED), tokens);
    row("the same without ids", MANY_EVENTS, unnamed(streams), tokens);
  }

  private void providersAnnounce() throws Exception {
    int streams = length.width.noticed;
    Act notices = trial -> trial.announce(share(length.notices, streams));
    String what = length.notices + " closes announced 5 s ahead";
    row(what, MANY_EVENTS, terms(streams, NAMED), notices);
  }

  private void connectionsDrop() throws Exception {
    int drops = length.drops;
    int pairs = length.width.pairs;
    Act oneOfTwo = trial -> trial.dropOneOfTwo(share(drops, pairs), OF_TWO);
    row(drops + " drops of one of two", EVENTS, twice(pairs), oneOfTwo);
    int streams = length.width.single;
    Act only = trial -> trial.dropAll(share(drops, pairs), ANY);
    row(drops + " drops of the only one, ids", EVENTS, terms(pairs, NAMED), only);
    Act replayed = trial -> trial.dropAll(share(drops, streams), SEEN);
    row(drops + " drops, replay by cursor", EVENTS, replaying(streams), replayed);
    int zombies = Math.max(drops / 5, streams);
    Act silence = trial -> trial.silence(share(zombies, streams));
    row(zombies + " zombies, the only one", EVENTS, terms(streams, NAMED), silence);
  }

  /** A JVM that still compiles holds everybody up. */
  private void warmUp() throws Exception {
    System.err.println("warming up …");
    try (StreamScene scene = StreamScene.open(terms(length.width.noticed, NAMED))) {
      live(scene, trial -> trial.rotate(1), new Delays(), new Delays());
    }
  }

  private static int share(int all, int streams) {
    return Math.ceilDiv(all, streams);
  }

  private StreamScene.Terms terms(int streams, Profile profile) {
    return terms(streams, 1, profile, habits -> {});
  }

  private StreamScene.Terms terms(
      int streams, int redundancy, Profile profile, Consumer<StreamHabits> habits) {
    return new StreamScene.Terms(streams, length.scale, TOKEN_LIFE, redundancy, profile, habits);
  }

  private StreamScene.Terms twice(int streams) {
    return terms(streams, 2, NAMED, habits -> {});
  }

  private StreamScene.Terms unnamed(int streams) {
    return terms(streams, 1, NAMED.withEventIds(false), StreamHabits::withoutIds);
  }

  private StreamScene.Terms replaying(int streams) {
    return terms(streams, 1, NAMED.withReplays(true), habits -> habits.replay(100_000));
  }

  private void row(String what, double events, StreamScene.Terms terms, Act act) throws Exception {
    System.err.println(what + " …");
    Delays detection = new Delays();
    Delays healing = new Delays();
    try (StreamScene scene = StreamScene.open(terms)) {
      List<Traffic> traffic =
          scene.subjects().stream()
              .map(subject -> subject.feed().traffic(events, StreamScene.TOPICS, REPEATS))
              .toList();
      live(scene, act, detection, healing);
      traffic.forEach(Traffic::stop);
      scene.rest();
      List<String> cells = new ArrayList<>(List.of(what));
      cells.addAll(outcome(scene));
      cells.add(detection.within(0.95));
      cells.add(healing.within(0.95));
      report.row(cells);
    }
  }

  private static void live(StreamScene scene, Act act, Delays detection, Delays healing)
      throws InterruptedException, ExecutionException {
    List<Future<?>> lives = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < scene.subjects().size(); number++) {
        Trial trial = new Trial(scene, number, detection, healing);
        lives.add(threads.submit(() -> act.on(trial)));
      }
    }
    for (Future<?> life : lives) {
      life.get();
    }
  }

  private static List<String> outcome(StreamScene scene) {
    Fate fate = Fate.NONE;
    Delays added = new Delays();
    long changed = 0;
    for (Subject subject : scene.subjects()) {
      fate = fate.and(subject.fate());
      added.addAll(subject.account().added());
      changed += subject.changed(scene.redundancy());
    }
    List<String> cells = new ArrayList<>(List.of(Fate.number(changed)));
    cells.addAll(fate.cells());
    cells.add(added.within(0.99));
    return cells;
  }

  /** What one stream of a scene lives through. */
  private interface Act {
    void on(Trial trial);
  }

  /**
   * How much of everything.
   *
   * @param scale how many times as fast as outside time runs
   * @param width how many streams side by side
   */
  public record Length(
      double scale, Width width, int rotations, int notices, int drops, StreamPeers.Length peers) {}

  /**
   * How many streams side by side: as many as two cores carry, since each takes its time.
   *
   * @param pairs those with two connections, and those whose gaps are judged: with more, two cores
   *     are held up for longer than the skew
   * @param single those whose only connection drops and is replayed, or falls silent
   */
  public record Width(int rotating, int noticed, int pairs, int single) {}
}
