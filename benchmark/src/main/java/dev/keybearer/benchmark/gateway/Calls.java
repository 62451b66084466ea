package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Percentiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What a call costs through each of several proxies. In every round each {@link Side} is started
 * afresh; then all are there at once and take turns, in a new order each time. The load and the
 * upstream stay, and all sides get the same requests from them.
 */
public final class Calls {
  private static final int TOKENS = 1_000;
  private static final int CONNECTIONS = 64;

  private static final int SPELL_SECONDS = 3;

  /** Nanoseconds of compiling in a spell that are none to speak of: a hundredth of it. */
  private static final double REST = SPELL_SECONDS * 1e9 / 100;

  /** On a machine that is busy otherwise, compiling takes its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<? extends Side> sides;
  private final Length length;
  private final Map<Side, String> left = new LinkedHashMap<>();

  public Calls(List<? extends Side> sides, Length length) {
    this.sides = sides;
    this.length = length;
  }

  /** Runs all rounds: what each side cost in each of them. */
  public Map<Side, List<CallRound>> run() throws IOException, InterruptedException {
    Map<Side, List<CallRound>> measured = new LinkedHashMap<>();
    try (Scene scene = Scene.open(TOKENS)) {
      for (int round = 0; round < length.rounds(); round++) {
        round(scene, new Random(round), measured);
      }
    }
    left.keySet().forEach(measured::remove);
    return measured;
  }

  /** Who could not be measured, and why. */
  Map<Side, String> left() {
    return left;
  }

  private void round(Scene scene, Random order, Map<Side, List<CallRound>> measured)
      throws IOException, InterruptedException {
    List<Entrant> running = new ArrayList<>();
    try {
      for (Side side : sides) {
        attempt(side, () -> running.add(entrant(side, scene)));
      }
      for (Entrant each : running) {
        attempt(each.side(), () -> warmUp(each, scene));
      }
      turn(running, order, scene); // after which each has rested as it will between turns
      running.forEach(each -> each.windows().clear());
      for (int turn = 0; turn < length.windows(); turn++) {
        turn(running, order, scene);
      }
      for (Entrant each : running) {
        for (int rate : length.rates()) {
          attempt(each.side(), () -> each.paced().add(paced(each.proxy(), rate, scene.pace())));
        }
      }
    } finally {
      running.forEach(each -> each.proxy().close());
    }
    for (Entrant each : running) {
      var whole = new CallRound(each.windows(), each.paced());
      System.err.println(each.side().words() + ": " + whole);
      measured.computeIfAbsent(each.side(), first -> new ArrayList<>()).add(whole);
    }
  }

  private void turn(List<Entrant> running, Random order, Scene scene)
      throws IOException, InterruptedException {
    for (Entrant each : shuffled(running, order)) {
      attempt(each.side(), () -> each.windows().add(window(each, scene.load())));
    }
  }

  private static List<Entrant> shuffled(List<Entrant> running, Random order) {
    List<Entrant> shuffled = new ArrayList<>(running);
    Collections.shuffle(shuffled, order);
    return shuffled;
  }

  /** Who fails is left out from then on, unless it is ours, which has to work. */
  private void attempt(Side side, Step step) throws IOException, InterruptedException {
    if (left.containsKey(side)) {
      return;
    }
    try {
      step.take();
    } catch (IOException e) {
      if (side instanceof Variant) {
        throw new IOException(side.words() + ": " + e.getMessage(), e);
      }
      System.err.println(side.words() + " is left out: " + e.getMessage());
      left.put(side, String.valueOf(e.getMessage()));
    }
  }

  private static Entrant entrant(Side side, Scene scene) throws IOException, InterruptedException {
    String missing = side.missing();
    if (missing != null) {
      throw new IOException(missing);
    }
    return new Entrant(side, side.start(scene), new ArrayList<>(), new ArrayList<>());
  }

  /**
   * Calls it in spells like those that are measured, with connections that come and go, until its
   * compilers have nothing to do in a whole one: it is as fast as it gets then.
   */
  private static void warmUp(Entrant each, Scene scene) throws IOException, InterruptedException {
    Proof.of(each.side(), each.proxy().port(), scene.tokens());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    double compiling;
    do {
      double before = each.proxy().tree().compiling();
      scene.load().ask(String.valueOf(each.proxy().port()));
      TimeUnit.SECONDS.sleep(SPELL_SECONDS);
      scene.load().ask("end");
      compiling = each.proxy().tree().compiling() - before;
    } while (compiling > REST && System.nanoTime() - deadline < 0);
  }

  private static Cost window(Entrant each, Child load) throws IOException, InterruptedException {
    load.ask(String.valueOf(each.proxy().port()));
    try {
      Thread.sleep(each.side().settling());
      return measured(each.proxy(), load);
    } finally {
      load.ask("end"); // or it would go on beside the next side
    }
  }

  private static Cost measured(Proxy proxy, Child load) throws IOException, InterruptedException {
    Used before = proxy.used();
    long begun = System.nanoTime();
    load.ask("clear");
    TimeUnit.SECONDS.sleep(1);
    Percentiles counted = Percentiles.parse(load.ask("count"));
    double seconds = (System.nanoTime() - begun) / 1e9;
    Used used = proxy.used().since(before);
    String trouble = load.ask("trouble");
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
    return Cost.of(used, counted, seconds, proxy.tree().resident());
  }

  private CallRound.Paced paced(Proxy proxy, int rate, Child pace)
      throws IOException, InterruptedException {
    pace.ask("begin " + proxy.port() + " " + rate + " " + CONNECTIONS);
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
    return new CallRound.Paced(rate, counted.count() / seconds, counted);
  }

  /**
   * How much is run.
   *
   * @param windows of one second in each round, for each side
   * @param seconds how long each constant rate is kept
   * @param rates at which calls are sent besides, a second
   */
  public record Length(int rounds, int windows, int seconds, List<Integer> rates) {}

  /** A side in one round. */
  private record Entrant(Side side, Proxy proxy, List<Cost> windows, List<CallRound.Paced> paced) {}

  @FunctionalInterface
  private interface Step {
    void take() throws IOException, InterruptedException;
  }
}
