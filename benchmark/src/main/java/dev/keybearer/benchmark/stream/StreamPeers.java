package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.StreamConnection;
import dev.keybearer.simulator.stream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The same notifications of the same Genesys Cloud, listened to by several at once. */
public final class StreamPeers {
  private static final double EVENTS_A_SECOND = 50;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(60);

  /** A connection that brings nothing is found out when the next one takes its place. */
  private static final Duration LIFE_OF_SILENT = Duration.ofSeconds(100);

  private static final Duration LEAD = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofSeconds(4);

  /** At 50 events a second, whoever hears nothing for so long hears nothing any more. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final Report report;
  private final Length length;

  public StreamPeers(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs every scenario and prints the table. */
  public void run() throws Exception {
    List<String> head = new ArrayList<>(List.of("what happens", "who", "connections changed"));
    head.addAll(Fate.HEAD);
    head.addAll(List.of("added ms p99", "noticed ms p95", "at the end"));
    report.head(head.toArray(String[]::new));
    int times = length.times;
    scenario(times + " tokens end, after 60 s each", SHORT_LIFE, this::tokensEnd);
    scenario(times + " times `socket_closing`, 60 s ahead", DAY, this::noticed);
    scenario(times + " resets of one connection", DAY, run -> dropped(run, Drop.RST));
    scenario("a connection falls silent, 100 s a token", LIFE_OF_SILENT, this::silenced);
  }

  private void scenario(String what, Duration tokenLife, Scenario scenario) throws Exception {
    System.err.println(what + " …");
    try (NotificationScene scene = new NotificationScene(length.scale, tokenLife);
        Notified one = new NotifiedKeybearer(scene, 1);
        Notified two = new NotifiedKeybearer(scene, 2);
        Notified sdk = new NotifiedSdk(scene);
        Notified naive = new NotifiedNaive(scene)) {
      Run run = new Run(scene, List.of(one, two, sdk, naive), new ArrayList<>());
      try (Traffic traffic =
          scene.genesys().notifications().traffic(EVENTS_A_SECOND, NotificationScene.TOPICS, 0)) {
        scene.time().pass(REST);
        scenario.on(run);
        scene.time().pass(SILENCE.multipliedBy(2));
        traffic.stop();
      }
      Instant end = scene.time().wall();
      scene.time().pass(REST);
      run.sides.forEach(side -> row(what, run, side, end));
    }
  }

  private void tokensEnd(Run run) {
    run.scene.time().pass(SHORT_LIFE.multipliedBy(length.times));
  }

  private void noticed(Run run) {
    for (int time = 0; time < length.times; time++) {
      run.scene.genesys().notifications().notice(LEAD);
      run.scene.time().pass(LEAD.plus(SILENCE));
    }
  }

  private void dropped(Run run, Drop kind) {
    for (int time = 0; time < length.times; time++) {
      drop(run, kind, time);
      run.scene.time().pass(SILENCE.multipliedBy(2));
    }
  }

  private void silenced(Run run) {
    drop(run, Drop.ZOMBIE, 0);
    run.scene.time().pass(LIFE_OF_SILENT);
  }

  /** One connection of each side that has one, the sides' connections in turn. */
  private static void drop(Run run, Drop kind, int time) {
    run.harmed.add(run.scene.time().wall());
    for (Notified side : run.sides) {
      List<? extends StreamConnection> all = run.scene.connections(side.client());
      if (!all.isEmpty()) {
        all.get(time % all.size()).drop(kind);
      }
    }
  }

  private void row(String what, Run run, Notified side, Instant end) {
    List<String> cells = new ArrayList<>(List.of(what, side.name(), Fate.number(side.changed())));
    Account account = side.account();
    var judgement = run.scene.genesys().notifications().ledger().judge(account.testimony());
    cells.addAll(Fate.of(judgement).cells());
    Delays added = new Delays();
    added.addAll(account.added());
    cells.add(added.within(0.99));
    cells.add(detection(run, side));
    Duration quiet = Duration.between(account.latest(), end);
    cells.add(
        quiet.compareTo(SILENCE) > 0
            ? "**in silence** for " + quiet.toSeconds() + " s"
            : "listens");
    report.row(cells);
  }

  private static String detection(Run run, Notified side) {
    Delays detection = new Delays();
    for (int time = 0; time < run.harmed.size(); time++) {
      Instant from = run.harmed.get(time);
      Instant to = time + 1 < run.harmed.size() ? run.harmed.get(time + 1) : Instant.MAX;
      side.noticed().stream()
          .filter(at -> !at.isBefore(from) && at.isBefore(to))
          .findFirst()
          .ifPresent(at -> detection.add(Duration.between(from, at).toNanos()));
    }
    return !run.harmed.isEmpty() && side.noticed().isEmpty() ? "never" : detection.within(0.95);
  }

  private interface Scenario {
    void on(Run run);
  }

  /**
   * One scenario under way.
   *
   * @param harmed when connections went bad
   */
  private record Run(NotificationScene scene, List<Notified> sides, List<Instant> harmed) {}

  /**
   * How much of everything.
   *
   * @param scale how many times as fast as outside time runs
   * @param times that something happens
   */
  public record Length(double scale, int times) {}
}
