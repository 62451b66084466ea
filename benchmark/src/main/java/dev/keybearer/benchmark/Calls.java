package dev.keybearer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Processor time of a call through the gateway, beside a proxy that only carries it. In every round
 * each {@link Side} gets a fresh JVM of its own, one after the other; the load and the upstream are
 * two more, and all sides get the same requests from them.
 */
final class Calls {
  private static final int TOKENS = 1_000;

  /** A JVM compiles most of what it will ever compile within so many calls. */
  private static final long WARM = 60_000;

  /** On a machine that is busy otherwise, so many calls take their time. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int PROXY = 0; // the processor that it has for itself
  private static final int OTHERS = 1;

  private final Report report;
  private final Length length;

  Calls(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs all rounds and prints the table. */
  void run() throws IOException, InterruptedException {
    Map<Side, List<Cost>> measured = new EnumMap<>(Side.class);
    Path tokens = Files.createTempFile("keybearer-benchmark", ".tokens");
    try {
      SignedTokens.sign(TOKENS).writeTo(tokens);
      measure(tokens, measured);
    } finally {
      Files.delete(tokens);
    }
    print(measured);
  }

  private void measure(Path tokens, Map<Side, List<Cost>> measured)
      throws IOException, InterruptedException {
    try (Child upstream = Child.start(OTHERS, List.of("upstream"), "-Xmx256m");
        Child load = Child.start(OTHERS, List.of("load", tokens.toString()), "-Xmx256m")) {
      for (int round = 0; round < length.rounds(); round++) {
        for (Side side : Side.values()) {
          Cost cost = measure(side, new Scene(upstream, load, tokens));
          System.err.println(side.words() + ": " + cost);
          measured.computeIfAbsent(side, first -> new ArrayList<>()).add(cost);
        }
      }
    }
  }

  private Cost measure(Side side, Scene scene) throws IOException, InterruptedException {
    List<String> arguments =
        List.of("proxy", side.name(), scene.upstream().greeting(), scene.tokens().toString());
    try (Child proxy = Child.start(PROXY, arguments, "-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")) {
      Child load = scene.load();
      load.ask(proxy.greeting());
      await(load, length.warmUp(), WARM);
      ProxyProcess.Used before = ProxyProcess.Used.parse(proxy.ask("used"));
      long begun = System.nanoTime();
      load.ask("clear");
      await(load, length.seconds(), 0);
      String counted = load.ask("count");
      double seconds = (System.nanoTime() - begun) / 1e9;
      ProxyProcess.Used used = ProxyProcess.Used.parse(proxy.ask("used")).since(before);
      load.ask("end");
      return Cost.of(used, counted, seconds);
    }
  }

  /** So many seconds, and as many more as it takes to so many calls. */
  private static void await(Child load, int seconds, long calls)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Cost.calls(load.ask("count")) < calls && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private void print(Map<Side, List<Cost>> measured) {
    report.circumstances();
    report.head(
        "side",
        "µs of CPU per call",
        "% of bare",
        "of its loop alone",
        "bytes",
        "calls/s",
        "median µs",
        "p99 µs");
    List<Cost> bare = measured.getOrDefault(Side.BARE, List.of());
    measured.forEach(
        (side, rounds) ->
            report.row(
                List.of(
                    side.words(),
                    spread(rounds, Cost::cpu),
                    times(rounds, bare),
                    spread(rounds, Cost::loop),
                    spread(rounds, Cost::bytes),
                    spread(rounds, Cost::rate),
                    spread(rounds, Cost::median),
                    spread(rounds, Cost::late))));
  }

  /** Round by round: what slows one round down slows the bare proxy down as well. */
  private static String times(List<Cost> rounds, List<Cost> bare) {
    double[] times = new double[rounds.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = 100 * rounds.get(i).cpu() / bare.get(i).cpu();
    }
    return Spread.of(times).toString();
  }

  private static String spread(List<Cost> rounds, ToDoubleFunction<Cost> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray()).toString();
  }

  /**
   * How much is run.
   *
   * @param warmUp seconds before anything is measured, at least
   * @param seconds how long is measured
   */
  record Length(int rounds, int warmUp, int seconds) {}

  private record Scene(Child upstream, Child load, Path tokens) {}

  /**
   * What one call cost.
   *
   * @param cpu microseconds of all threads of the proxy
   * @param loop microseconds of its loop
   * @param bytes that its loop allocated
   * @param rate calls a second
   * @param median microseconds that a call took
   * @param late microseconds that 99 of 100 calls took at most
   */
  private record Cost(
      double cpu, double loop, double bytes, double rate, double median, double late) {
    private static final Pattern SPACE = Pattern.compile(" ");

    static double calls(String counted) {
      return Double.parseDouble(counted.substring(0, counted.indexOf(' ')));
    }

    static Cost of(ProxyProcess.Used used, String counted, double seconds) {
      double[] load = SPACE.splitAsStream(counted).mapToDouble(Double::parseDouble).toArray();
      double calls = load[0];
      return new Cost(
          used.cpu() / calls / 1_000,
          used.loop() / calls / 1_000,
          used.bytes() / calls,
          calls / seconds,
          load[1],
          load[2]);
    }
  }
}
