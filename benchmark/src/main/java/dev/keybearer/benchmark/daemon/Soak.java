package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.gateway.Keybearer;
import dev.keybearer.benchmark.gateway.PeerProcess;
import dev.keybearer.benchmark.gateway.Proof;
import dev.keybearer.benchmark.gateway.Proxy;
import dev.keybearer.benchmark.gateway.Scene;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Percentiles;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import dev.keybearer.benchmark.tool.Trend;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * The daemon at half its capacity for a while, with tokens that come and go, a config that changes,
 * and faults in every minute: callers that trickle, an upstream that resets, an issuer that is
 * down. Callers may fail where the upstream resets, and nowhere else.
 */
public final class Soak {
  private static final int CONNECTIONS = 64;
  private static final int WARM_SECONDS = 20;
  private static final int TURN_SECONDS = 2;
  private static final int STEP_SECONDS = 3;
  private static final int RATE_STEP = 2_000;

  /** Of the calls that are due; answers to the last ones are still under way. */
  private static final double KEPT = 0.99;

  /** Longer than the issuer is down and a renewal early: no caller notices. */
  private static final Duration OWN_LIFE = Duration.ofMinutes(2);

  /** A JVM is still compiling in the first part of a run. */
  private static final int SETTLING = 5;

  private static final String OPTIONS = "-XX:+UseSerialGC -Xms256m -Xmx256m -XX:+AlwaysPreTouch";

  private final Report report;
  private final int minutes;
  private final List<Minute> lines = new ArrayList<>();
  private final List<Vitals> vitals = new ArrayList<>();

  public Soak(Report report, int minutes) {
    this.report = report;
    this.minutes = minutes;
  }

  /** Runs all minutes, prints a line for each, and the verdict. */
  public void run() throws IOException, InterruptedException {
    try (World world = World.open();
        Scene scene = Scene.open(1);
        Child upstream = Scene.others("faulty-upstream");
        Child slow = Scene.others("harm-callers", scene.file().toString())) {
      SimulatedIssuer issuer = world.issuer("corp");
      issuer.client("orders").secret(Fleet.SECRET).tokenLife(OWN_LIFE);
      int port = Integer.parseInt(upstream.greeting());
      var outside =
          new Keybearer.Outside(
              issuer.uri().toString(),
              issuer.tokenEndpoint().toString(),
              issuer.jwks().toString(),
              port,
              port,
              PeerProcess.free());
      Keybearer daemon = new Keybearer("Keybearer", OPTIONS, outside);
      Path file = scene.folder().resolve("churn");
      TokenChurn churn = new TokenChurn(issuer, file, outside.admin());
      try (Proxy proxy = daemon.start(scene)) {
        churn.begin();
        Proof.of(daemon, proxy.port(), churn.now());
        warm(proxy.port(), file);
        churn.begin(); // tokens live a minute
        int rate = capacity(proxy.port(), file, scene.pace()) / 2;
        churn.begin();
        report.circumstances();
        report.line("At " + Spread.text(rate) + " calls a second, half of its capacity.");
        report.line("");
        var faults =
            new SoakFaults(
                issuer, upstream, slow, daemon, proxy.port(), config(scene), new AtomicInteger());
        soak(new Stand(proxy, outside.admin(), scene.pace(), churn, file, faults), rate);
      }
    }
    verdict();
  }

  private static Path config(Scene scene) {
    return scene.folder().resolve("keybearer.yaml");
  }

  /**
   * The highest rate that was kept up when calls come whether answers do or not: the daemon has one
   * processor, and all who call it and answer it have the other.
   */
  private static int capacity(int port, Path tokens, Child pace)
      throws IOException, InterruptedException {
    pace.ask("tokens " + tokens);
    int kept = 0;
    for (int rate = RATE_STEP; isKept(port, rate, pace); rate += RATE_STEP) {
      kept = rate;
    }
    if (kept == 0) {
      throw new IOException("not even " + RATE_STEP + " calls a second are kept up here");
    }
    return kept;
  }

  /** Each of the callers always calls, so that what is often run has been compiled. */
  private static void warm(int port, Path tokens) throws IOException, InterruptedException {
    try (Child load = Scene.others("load", tokens.toString())) {
      load.ask(String.valueOf(port));
      TimeUnit.SECONDS.sleep(WARM_SECONDS);
      load.ask("end");
    }
  }

  private static boolean isKept(int port, int rate, Child pace)
      throws IOException, InterruptedException {
    pace.ask("begin " + port + " " + rate + " " + CONNECTIONS);
    TimeUnit.SECONDS.sleep(TURN_SECONDS);
    pace.ask("clear");
    long begun = System.nanoTime();
    TimeUnit.SECONDS.sleep(STEP_SECONDS);
    double calls = Percentiles.parse(pace.ask("count")).count();
    double seconds = (System.nanoTime() - begun) / 1e9;
    pace.ask("misses");
    pace.ask("end");
    return calls / seconds >= KEPT * rate;
  }

  private void soak(Stand stand, int rate) throws IOException, InterruptedException {
    stand.pace().ask("tokens " + stand.file());
    stand.pace().ask("begin " + stand.proxy().port() + " " + rate + " " + CONNECTIONS);
    TimeUnit.SECONDS.sleep(TURN_SECONDS);
    stand.pace().ask("misses");
    vitals.add(stand.vitals());
    List<String> head =
        new ArrayList<>(
            List.of(
                "minute",
                "calls/s",
                "p50 µs",
                "p99 µs",
                "failed as injected",
                "failed else",
                "injected"));
    head.addAll(Vitals.HEAD);
    report.head(head.toArray(String[]::new));
    for (int minute = 1; minute <= minutes; minute++) {
      Minute line = minute(stand);
      Vitals held = stand.vitals();
      lines.add(line);
      vitals.add(held);
      List<String> cells = new ArrayList<>(List.of(String.valueOf(minute)));
      cells.addAll(line.cells());
      cells.add(stand.faults().done());
      cells.addAll(held.cells());
      report.row(cells);
    }
    stand.pace().ask("end");
  }

  private static Minute minute(Stand stand) throws IOException, InterruptedException {
    Minute line = new Minute();
    stand.pace().ask("clear");
    long begun = System.nanoTime();
    for (int second = 0; second < SoakFaults.CYCLE; second++) {
      stand.faults().at(second);
      if (second % TURN_SECONDS == 0) {
        stand.churn().turn();
        stand.pace().ask("tokens " + stand.file());
      }
      long until = begun + TimeUnit.SECONDS.toNanos(second + 1);
      TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
      line.missed(stand.pace().ask("misses"), SoakFaults.mayFail(second));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    line.counted(Percentiles.parse(stand.pace().ask("count")), seconds);
    return line;
  }

  private void verdict() {
    report.line("");
    report.head("what", "a minute", "over the run", "verdict");
    boolean clean = lines.stream().allMatch(Minute::failedAsInjected);
    report.row(List.of("failed calls", "", "", clean ? "only where injected" : "**also else**"));
    trend("heap MiB", held -> held.heap() / (1024 * 1024));
    trend("RSS MiB", held -> held.resident() / (1024 * 1024));
    trend("descriptors", Vitals::descriptors);
    trend("connections of callers", Vitals::callers);
    trend("connections to upstreams", Vitals::upstreams);
  }

  private void trend(String what, ToDoubleFunction<Vitals> figure) {
    int from = vitals.size() / SETTLING;
    Trend trend = Trend.of(vitals.stream().skip(from).mapToDouble(figure).toArray());
    report.row(
        List.of(
            what,
            "%+.3f".formatted(trend.step()),
            "%+.1f of %.1f".formatted(trend.growth(), trend.first()),
            minutes < SETTLING ? "too short to tell" : trend.isFlat() ? "flat" : "**grows**"));
  }

  private record Stand(
      Proxy proxy, int admin, Child pace, TokenChurn churn, Path file, SoakFaults faults) {
    Vitals vitals() throws IOException, InterruptedException {
      return Vitals.of(proxy.tree(), admin);
    }
  }
}
