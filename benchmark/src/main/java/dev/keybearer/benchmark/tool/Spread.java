package dev.keybearer.benchmark.tool;

import java.util.Arrays;
import java.util.Locale;

/** The same figure measured several times. */
public record Spread(double least, double median, double most) {
  /** The spread of at least one figure. */
  public static Spread of(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** The median with the least and the most. */
  @Override
  public String toString() {
    return text(median) + " (" + text(least) + "–" + text(most) + ")";
  }

  /** Three figures that count, as far as they stand before the point. */
  public static String text(double figure) {
    String form = figure >= 100 || figure == 0 ? "%,.0f" : figure >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, figure);
  }
}
