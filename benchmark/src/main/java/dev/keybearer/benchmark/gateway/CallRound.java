package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Percentiles;
import dev.keybearer.benchmark.tool.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What calls cost on one side in one round.
 *
 * @param windows in which it took turns with all others, as many as each of these had
 * @param paced what came at each constant rate
 */
record CallRound(List<Cost> windows, List<Paced> paced) {
  /** The median of its windows. */
  double figure(ToDoubleFunction<Cost> figure) {
    return Spread.of(windows.stream().mapToDouble(figure).toArray()).median();
  }

  /**
   * As a multiple of another side's, turn by turn: what slows one window down slows its neighbours
   * down as well.
   */
  double times(CallRound other, ToDoubleFunction<Cost> figure) {
    double[] times = new double[windows.size()];
    for (int turn = 0; turn < times.length; turn++) {
      times[turn] =
          figure.applyAsDouble(windows.get(turn)) / figure.applyAsDouble(other.windows.get(turn));
    }
    return Spread.of(times).median();
  }

  /**
   * What came at a constant rate.
   *
   * @param offered calls a second
   * @param answered calls a second
   * @param latencies from the moment at which a call was due
   */
  record Paced(int offered, double answered, Percentiles latencies) {
    /** A call that is under way when the window ends belongs to the next. */
    private static final double NEARLY = 0.99;

    /** Whether it kept up. */
    boolean sustained() {
      return answered >= NEARLY * offered;
    }
  }
}
