package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What calls cost on each side, beside some of them. */
public final class CallTables {
  private static final double MEBIBYTE = 1024 * 1024;
  private static final String NONE = "–";

  private final Report report;
  private final Map<Side, List<CallRound>> measured;

  public CallTables(Report report, Map<Side, List<CallRound>> measured) {
    this.report = report;
    this.measured = measured;
  }

  /** Processor time of a call, also as a multiple of that of others. */
  public void costs(List<? extends Side> references) {
    List<String> head = new ArrayList<>(List.of("side", "µs of CPU per call"));
    references.forEach(side -> head.add("× " + side.words()));
    head.addAll(List.of("µs of its loop", "bytes", "calls/s", "median µs", "p99 µs", "RSS MiB"));
    report.head(head.toArray(String[]::new));
    measured.forEach(
        (side, rounds) -> {
          List<String> cells =
              new ArrayList<>(List.of(side.words(), spread(rounds, CallTables::cpu)));
          references.forEach(other -> cells.add(times(side, other)));
          cells.add(spread(rounds, cost -> cost.used().loop()));
          cells.add(spread(rounds, cost -> cost.used().bytes()));
          cells.add(spread(rounds, Cost::rate));
          cells.add(spread(rounds, cost -> cost.closed().median()));
          cells.add(spread(rounds, cost -> cost.closed().late()));
          cells.add(spread(rounds, cost -> cost.resident() / MEBIBYTE));
          report.row(cells);
        });
  }

  private static double cpu(Cost cost) {
    return cost.used().cpu();
  }

  /** Latencies at each constant rate. */
  void latencies(List<Integer> rates) {
    List<String> head = new ArrayList<>(List.of("side"));
    for (int rate : rates) {
      String at = " at " + Spread.text(rate) + "/s";
      head.addAll(List.of("p50 µs" + at, "p99 µs" + at, "p99.9 µs" + at));
    }
    report.head(head.toArray(String[]::new));
    measured.forEach(
        (side, rounds) -> {
          List<String> cells = new ArrayList<>(List.of(side.words()));
          for (int at = 0; at < rates.size(); at++) {
            cells.addAll(latencies(rounds, at));
          }
          report.row(cells);
        });
  }

  private static List<String> latencies(List<CallRound> rounds, int at) {
    double answered = at(rounds, at, CallRound.Paced::answered).median();
    if (!rounds.stream().allMatch(round -> round.paced().get(at).sustained())) {
      return List.of("not sustained: " + Spread.text(answered) + "/s", NONE, NONE);
    }
    return List.of(
        at(rounds, at, paced -> paced.latencies().median()).toString(),
        at(rounds, at, paced -> paced.latencies().late()).toString(),
        at(rounds, at, paced -> paced.latencies().latest()).toString());
  }

  private static Spread at(
      List<CallRound> rounds, int at, ToDoubleFunction<CallRound.Paced> figure) {
    return Spread.of(
        rounds.stream().map(round -> round.paced().get(at)).mapToDouble(figure).toArray());
  }

  /** Whether a side costs at most so many times what another does. */
  void target(Side side, Side other, double most) {
    Spread times = ratio(side, other, CallTables::cpu);
    verdict("CPU: " + side.words() + " / " + other.words(), times, most);
  }

  /** Whether the 99th percentile at the highest rate is at most so many times another's. */
  void lateTarget(Side side, Side other, double most) {
    Spread times = spread(side, other, (mine, theirs) -> late(mine) / late(theirs));
    verdict("p99 at the highest rate: " + side.words() + " / " + other.words(), times, most);
  }

  private static double late(CallRound round) {
    return round.paced().getLast().latencies().late();
  }

  private void verdict(String what, @Nullable Spread times, double most) {
    String met = times == null ? NONE : times.median() <= most ? "yes" : "**no**";
    String text = times == null ? NONE : times.toString();
    report.row(List.of(what, Spread.text(most), text, met));
  }

  private String times(Side side, Side other) {
    Spread times = ratio(side, other, CallTables::cpu);
    return times == null ? NONE : times.toString();
  }

  private @Nullable Spread ratio(Side side, Side other, ToDoubleFunction<Cost> figure) {
    return spread(side, other, (mine, theirs) -> mine.times(theirs, figure));
  }

  /** Round by round, as everything in one is measured in the same minutes. */
  private @Nullable Spread spread(
      Side side, Side other, ToDoubleBiFunction<CallRound, CallRound> ratio) {
    List<CallRound> mine = measured.get(side);
    List<CallRound> theirs = measured.get(other);
    if (mine == null || theirs == null) {
      return null;
    }
    double[] times = new double[mine.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = ratio.applyAsDouble(mine.get(i), theirs.get(i));
    }
    return Spread.of(times);
  }

  private static String spread(List<CallRound> rounds, ToDoubleFunction<Cost> figure) {
    Spread spread = Spread.of(rounds.stream().mapToDouble(round -> round.figure(figure)).toArray());
    return Double.isNaN(spread.median()) ? NONE : spread.toString();
  }
}
