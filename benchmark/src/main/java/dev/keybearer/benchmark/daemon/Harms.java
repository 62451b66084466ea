package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.gateway.Keybearer;
import dev.keybearer.benchmark.gateway.Proof;
import dev.keybearer.benchmark.gateway.Proxy;
import dev.keybearer.benchmark.gateway.Scene;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Percentiles;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.SelfSigned;
import dev.keybearer.benchmark.tool.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What others notice of those who do harm: a probe calls at a constant rate, in turn without and
 * with each {@link Harm}, and what the daemon holds is looked at before and after.
 */
public final class Harms {
  private static final int TOKENS = 200;
  private static final int RATE = 500;
  private static final int WARM_RATE = 1_500;

  /** Calls a second of one address: who asks for streams and takes them back has another one. */
  private static final int MOST = 2_000;

  private static final int CONNECTIONS = 16;
  private static final double NEARLY = 0.10;
  private static final int MOST_SETTLING = 20;

  /** A heap that is there from the start, so that memory that grows is not of it. */
  private static final String OPTIONS = "-XX:+UseSerialGC -Xms256m -Xmx256m -XX:+AlwaysPreTouch";

  private final Report report;
  private final Length length;
  private final Map<Harm, List<Pair>> measured = new EnumMap<>(Harm.class);
  private final List<Map<String, Vitals>> moments = new ArrayList<>();

  public Harms(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs all rounds and prints the tables. */
  public void run() throws IOException, InterruptedException {
    try (Scene scene = Scene.open(TOKENS);
        Child faulty = Scene.culprits("faulty-upstream");
        Child harm = Scene.culprits("harm-callers", scene.file().toString())) {
      var outside = Keybearer.Outside.of(scene, Integer.parseInt(faulty.greeting()));
      measure(scene, harm, new Keybearer("Keybearer", OPTIONS, outside));
      SelfSigned identity = SelfSigned.create(scene.folder());
      measure(scene, harm, new Keybearer("Keybearer, TLS", OPTIONS, outside, MOST, identity));
    }
    print();
  }

  /** Each harm meets a daemon that speaks what it needs. */
  private void measure(Scene scene, Child culprits, Keybearer daemon)
      throws IOException, InterruptedException {
    boolean encrypted = daemon.identity() != null;
    List<Harm> harms =
        Stream.of(Harm.values()).filter(harm -> (harm.encrypted() != null) == encrypted).toList();
    try (Proxy proxy = daemon.start(scene)) {
      if (!encrypted) {
        Proof.of(daemon, proxy.port(), scene.tokens());
      }
      Stand stand = new Stand(proxy, daemon.outside().admin(), scene.pace(), culprits);
      warm(stand, encrypted);
      measure(stand, harms);
      stand.pace().ask("end");
    }
  }

  /** The probe stays; before it a faster one has everything compiled. */
  private void warm(Stand stand, boolean encrypted) throws IOException, InterruptedException {
    String probe = " " + CONNECTIONS + (encrypted ? " tls" : "");
    stand.pace().ask("begin " + stand.proxy().port() + " " + WARM_RATE + probe);
    TimeUnit.SECONDS.sleep(length.warmUp());
    stand.pace().ask("end");
    stand.pace().ask("begin " + stand.proxy().port() + " " + RATE + probe);
    TimeUnit.SECONDS.sleep(length.warmUp());
    stand.pace().ask("misses");
  }

  private void measure(Stand stand, List<Harm> harms) throws IOException, InterruptedException {
    Child pace = stand.pace();
    Map<String, Vitals> held = new LinkedHashMap<>();
    moments.add(held);
    Vitals before = stand.vitals();
    held.put("before", before);
    for (int round = 1; round <= length.rounds(); round++) {
      for (Harm harm : harms) {
        Percentiles calm = window(pace);
        stand.harm().ask("begin " + harm + " " + stand.proxy().port());
        TimeUnit.SECONDS.sleep(length.lead());
        Percentiles with = window(pace);
        String misses = pace.ask("misses");
        String became = stand.harm().ask("end");
        Pair pair = new Pair(calm, with, misses, became);
        System.err.println(harm.words() + ": " + pair);
        measured.computeIfAbsent(harm, first -> new ArrayList<>()).add(pair);
        held.put("after " + harm.words() + ", round " + round, settled(stand, before));
      }
    }
  }

  private Percentiles window(Child pace) throws IOException, InterruptedException {
    pace.ask("clear");
    TimeUnit.SECONDS.sleep(length.seconds());
    return Percentiles.parse(pace.ask("count"));
  }

  /** Connections that rest have a few seconds to be closed, and calls that are late to be made. */
  private static Vitals settled(Stand stand, Vitals before)
      throws IOException, InterruptedException {
    for (int second = 0; second < MOST_SETTLING; second++) {
      TimeUnit.SECONDS.sleep(1);
      boolean late = Integer.parseInt(stand.pace().ask("waiting")) > CONNECTIONS;
      if (!late && isBack(stand.proxy().tree().descriptors(), before.descriptors())) {
        break;
      }
    }
    return stand.vitals();
  }

  private static boolean isBack(double after, double before) {
    return after <= before * (1 + NEARLY);
  }

  private void print() {
    report.circumstances();
    report.head(
        "harm",
        "p50 µs without",
        "with",
        "p99 µs without",
        "with",
        "p99.9 µs without",
        "with",
        "calls of the probe that failed",
        "what became of it");
    measured.forEach(
        (harm, pairs) -> {
          List<String> cells = new ArrayList<>(List.of(harm.words()));
          add(cells, pairs, Percentiles::median);
          add(cells, pairs, Percentiles::late);
          add(cells, pairs, Percentiles::latest);
          cells.add(pairs.stream().allMatch(Pair::isWhole) ? "none" : "**some**");
          cells.add(pairs.getLast().became());
          report.row(cells);
        });
    moments.forEach(this::print);
  }

  /** What one daemon held. */
  private void print(Map<String, Vitals> held) {
    report.line("");
    List<String> head = new ArrayList<>(List.of("moment"));
    head.addAll(Vitals.HEAD);
    report.head(head.toArray(String[]::new));
    held.forEach(
        (moment, vitals) -> {
          List<String> cells = new ArrayList<>(List.of(moment));
          cells.addAll(vitals.cells());
          report.row(cells);
        });
    verdict(List.copyOf(held.values()));
  }

  private static void add(
      List<String> cells, List<Pair> pairs, ToDoubleFunction<Percentiles> figure) {
    cells.add(spread(pairs.stream().map(Pair::calm).mapToDouble(figure).toArray()));
    cells.add(spread(pairs.stream().map(Pair::with).mapToDouble(figure).toArray()));
  }

  private static String spread(double... figures) {
    return Spread.of(figures).toString();
  }

  private void verdict(List<Vitals> all) {
    Vitals before = all.getFirst();
    Vitals after = all.getLast();
    report.row(
        List.of(
            "**within 10 % of before**",
            word(after.heap(), before.heap()),
            word(after.resident(), before.resident()),
            word(after.descriptors(), before.descriptors()),
            word(after.callers(), before.callers()),
            word(after.upstreams(), before.upstreams())));
  }

  private static String word(double after, double before) {
    return isBack(after, before) ? "yes" : "**no**";
  }

  /**
   * How much is run.
   *
   * @param warmUp seconds
   * @param lead seconds from the first who does harm until it is measured
   * @param seconds how long is measured, each time
   */
  public record Length(int rounds, int warmUp, int lead, int seconds) {}

  private record Stand(Proxy proxy, int admin, Child pace, Child harm) {
    Vitals vitals() throws IOException, InterruptedException {
      return Vitals.of(proxy.tree(), admin);
    }
  }

  private record Pair(Percentiles calm, Percentiles with, String misses, String became) {
    boolean isWhole() {
      return misses.equals("{}");
    }
  }
}
