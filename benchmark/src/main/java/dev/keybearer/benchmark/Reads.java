package dev.keybearer.benchmark;

import java.util.ArrayList;
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
 * Time and bytes of a read. In every round each reader gets one fresh JVM, one reader after the
 * other, so that what disturbs the machine for a while disturbs all of them alike.
 */
final class Reads {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Report report;
  private final Length length;

  Reads(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs all rounds and prints the table. */
  void run() throws RunnerException {
    Map<Row, List<RunResult>> measured = new TreeMap<>();
    for (int round = 0; round < length.rounds(); round++) {
      for (int threads = 1; threads <= 2; threads++) {
        for (RunResult result : runner(threads).run()) {
          measured.computeIfAbsent(Row.of(result), row -> new ArrayList<>()).add(result);
        }
      }
    }
    report.circumstances();
    report.head("credentials", "threads", "reader", "ns of CPU", "ns on the wall", "bytes");
    measured.forEach(
        (row, results) ->
            report.row(
                List.of(
                    String.valueOf(row.credentials()),
                    String.valueOf(row.threads()),
                    row.reader(),
                    others(results, CpuProfiler.NAME).toString(),
                    wall(results).toString(),
                    Spread.text(others(results, ALLOCATED).median()))));
  }

  /** The harness's chatter is not the table. */
  private Runner runner(int threads) {
    OutputFormat chatter = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
    return new Runner(options(threads), chatter);
  }

  private Options options(int threads) {
    return new OptionsBuilder()
        .include("dev\\.keybearer\\.benchmark\\.Read" + length.only())
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .threads(threads)
        .forks(1)
        .warmupIterations(length.warmups())
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(length.measurements())
        .measurementTime(TimeValue.seconds(1))
        .jvmArgsAppend("-Xms3g", "-Xmx3g")
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuProfiler.class)
        .build();
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
   * How much is run.
   *
   * @param only the readers, as a regular expression
   */
  record Length(String only, int rounds, int warmups, int measurements) {}

  private record Row(int credentials, int threads, String reader) implements Comparable<Row> {
    static Row of(RunResult result) {
      var parameters = result.getParams();
      String benchmark = parameters.getBenchmark();
      String reader = benchmark.substring(benchmark.lastIndexOf(".Read") + ".Read".length());
      int credentials = Integer.parseInt(parameters.getParam("credentials"));
      return new Row(credentials, parameters.getThreads(), reader);
    }

    @Override
    public int compareTo(Row other) {
      int first = Integer.compare(credentials, other.credentials);
      int second = Integer.compare(threads, other.threads);
      return first != 0 ? first : second != 0 ? second : reader.compareTo(other.reader);
    }
  }
}
