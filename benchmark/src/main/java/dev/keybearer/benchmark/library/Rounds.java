package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Time and bytes of one act by several libraries. In every round each gets one fresh JVM, one after
 * the other, so that what disturbs the machine for a while disturbs all of them alike.
 */
public final class Rounds {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Report report;
  private final Act act;
  private final Length length;

  public Rounds(Report report, Act act, Length length) {
    this.report = report;
    this.act = act;
    this.length = length;
  }

  /** Runs all rounds and prints the table. */
  public void run() throws RunnerException {
    Map<Row, List<RunResult>> measured = new TreeMap<>();
    for (int round = 0; round < length.rounds(); round++) {
      for (int threads = 1; threads <= act.threads(); threads++) {
        for (RunResult result : runner(threads).run()) {
          measured.computeIfAbsent(row(result), row -> new ArrayList<>()).add(result);
        }
      }
    }
    report.circumstances();
    List<String> head = new ArrayList<>(act.parameters());
    head.addAll(List.of("threads", "by", "ns of CPU", "ns on the wall", "bytes"));
    report.head(head.toArray(String[]::new));
    measured.forEach(
        (row, results) -> {
          List<String> cells = new ArrayList<>(row.parameters());
          cells.add(String.valueOf(row.threads()));
          cells.add(row.by());
          cells.add(others(results, CpuProfiler.NAME).toString());
          cells.add(wall(results).toString());
          cells.add(Spread.text(others(results, ALLOCATED).median()));
          report.row(cells);
        });
  }

  /** The harness's chatter is not the table. */
  private Runner runner(int threads) {
    OutputFormat chatter = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
    return new Runner(options(threads), chatter);
  }

  private Options options(int threads) {
    return new OptionsBuilder()
        .include("dev\\.keybearer\\.benchmark\\.library\\." + act.name() + length.only())
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .threads(threads)
        .forks(1)
        .warmupIterations(length.warmups())
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(length.measurements())
        .measurementTime(TimeValue.seconds(1))
        .jvmArgsAppend("-Xms3g", "-Xmx3g", "--enable-native-access=ALL-UNNAMED")
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuProfiler.class)
        .build();
  }

  private Row row(RunResult result) {
    var parameters = result.getParams();
    String benchmark = parameters.getBenchmark();
    String by =
        benchmark.substring(benchmark.lastIndexOf("." + act.name()) + act.name().length() + 1);
    return new Row(
        act.parameters().stream().map(parameters::getParam).toList(), parameters.getThreads(), by);
  }

  private static Spread wall(List<RunResult> results) {
    return Spread.of(
        results.stream().mapToDouble(result -> result.getPrimaryResult().getScore()).toArray());
  }

  /** What a profiler measured beside the time. */
  private static Spread others(List<RunResult> results, String name) {
    return Spread.of(
        results.stream()
            .map(result -> result.getSecondaryResults().get(name))
            .mapToDouble(result -> result.getScore())
            .toArray());
  }

  /**
   * What is measured.
   *
   * @param name with which the names of its classes begin
   * @param parameters of those classes, in the order of the table
   * @param threads up to how many
   */
  public record Act(String name, List<String> parameters, int threads) {}

  /**
   * How much is run.
   *
   * @param only whom, as a regular expression
   */
  public record Length(String only, int rounds, int warmups, int measurements) {}

  private record Row(List<String> parameters, int threads, String by) implements Comparable<Row> {
    /** Shorter texts first: numbers stand in their order. */
    private static final Comparator<String> TEXTS =
        Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    @Override
    public int compareTo(Row other) {
      for (int i = 0; i < parameters.size(); i++) {
        int order = TEXTS.compare(parameters.get(i), other.parameters.get(i));
        if (order != 0) {
          return order;
        }
      }
      int second = Integer.compare(threads, other.threads);
      return second != 0 ? second : by.compareTo(other.by);
    }
  }
}
