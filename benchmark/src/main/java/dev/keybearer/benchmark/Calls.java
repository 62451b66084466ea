package dev.keybearer.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a call costs through each of several proxies. In every round each {@link Side} is started
 * afresh, one after the other; the load and the upstream stay, and all sides get the same requests
 * from them.
 */
final class Calls {
  private static final int TOKENS = 1_000;
  private static final int CONNECTIONS = 64;

  /** On a machine that is busy otherwise, so many calls take their time. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<? extends Side> sides;
  private final Length length;
  private final Map<Side, String> left = new LinkedHashMap<>();

  Calls(List<? extends Side> sides, Length length) {
    this.sides = sides;
    this.length = length;
  }

  /** Runs all rounds: what each side cost in each of them. */
  Map<Side, List<Cost>> run() throws IOException, InterruptedException {
    Map<Side, List<Cost>> measured = new LinkedHashMap<>();
    sides.forEach(this::leaveOutIfMissing);
    try (Scene scene = Scene.open(TOKENS)) {
      for (int round = 0; round < length.rounds(); round++) {
        for (Side side : sides) {
          if (!left.containsKey(side)) {
            measure(side, scene, measured);
          }
        }
      }
    }
    left.keySet().forEach(measured::remove);
    return measured;
  }

  /** Who could not be measured, and why. */
  Map<Side, String> left() {
    return left;
  }

  private void leaveOutIfMissing(Side side) {
    String missing = side.missing();
    if (missing != null) {
      leaveOut(side, missing);
    }
  }

  private void leaveOut(Side side, String why) {
    System.err.println(side.words() + " is left out: " + why);
    left.put(side, why);
  }

  private void measure(Side side, Scene scene, Map<Side, List<Cost>> measured)
      throws InterruptedException, IOException {
    try (Proxy proxy = side.start(scene)) {
      Proof.of(side, proxy.port(), scene.tokens());
      Cost cost = closed(side, proxy, scene.load());
      List<Cost.Paced> paced = new ArrayList<>();
      for (int rate : length.rates()) {
        paced.add(paced(proxy.port(), rate, scene.pace()));
      }
      Cost whole = cost.withPaced(paced);
      System.err.println(side.words() + ": " + whole);
      measured.computeIfAbsent(side, first -> new ArrayList<>()).add(whole);
    } catch (IOException e) {
      if (side instanceof Variant) {
        throw e; // ours has to work
      }
      leaveOut(side, String.valueOf(e.getMessage()));
    }
  }

  private Cost closed(Side side, Proxy proxy, Child load) throws IOException, InterruptedException {
    load.ask(String.valueOf(proxy.port()));
    await(load, length.warmUp(), side.warm());
    Used before = proxy.used();
    long begun = System.nanoTime();
    load.ask("clear");
    TimeUnit.SECONDS.sleep(length.seconds());
    Percentiles counted = Percentiles.parse(load.ask("count"));
    double seconds = (System.nanoTime() - begun) / 1e9;
    Used used = proxy.used().since(before);
    double resident = proxy.tree().resident();
    String trouble = load.ask("trouble");
    load.ask("end");
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
    return Cost.of(used, counted, seconds, resident);
  }

  /** So many seconds, and as many more as it takes to so many calls. */
  private static void await(Child load, int seconds, long calls)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Percentiles.parse(load.ask("count")).count() < calls
        && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Cost.Paced paced(int port, int rate, Child pace)
      throws IOException, InterruptedException {
    pace.ask("begin " + port + " " + rate + " " + CONNECTIONS);
    TimeUnit.SECONDS.sleep(1);
    long begun = System.nanoTime();
    pace.ask("clear");
    TimeUnit.SECONDS.sleep(length.seconds());
    Percentiles counted = Percentiles.parse(pace.ask("count"));
    double seconds = (System.nanoTime() - begun) / 1e9;
    String misses = pace.ask("misses");
    pace.ask("end");
    if (!misses.equals("{}")) {
      throw new IOException("not every call was answered with 200: " + misses);
    }
    return new Cost.Paced(rate, counted.count() / seconds, counted);
  }

  /**
   * How much is run.
   *
   * @param warmUp seconds before anything is measured, at least
   * @param seconds how long is measured, each time
   * @param rates at which calls are sent besides, a second
   */
  record Length(int rounds, int warmUp, int seconds, List<Integer> rates) {}
}
