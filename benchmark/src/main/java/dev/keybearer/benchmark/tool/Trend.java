package dev.keybearer.benchmark.tool;

/**
 * The straight line through figures that were taken at equal distances.
 *
 * @param first where it begins
 * @param step by how much it rises from one to the next
 * @param growth by how much it rises from the first to the last
 */
public record Trend(double first, double step, double growth) {
  private static final double NEARLY = 0.10;

  /** The line with the least squares, through two figures at least. */
  public static Trend of(double... figures) {
    double middle = (figures.length - 1) / 2.0;
    double mean = 0;
    for (double figure : figures) {
      mean += figure / figures.length;
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i < figures.length; i++) {
      above += (i - middle) * (figures[i] - mean);
      below += (i - middle) * (i - middle);
    }
    double step = above / below;
    return new Trend(mean - middle * step, step, step * (figures.length - 1));
  }

  /** Whether it rises by less than a tenth of where it begins. */
  public boolean isFlat() {
    return growth < NEARLY * first;
  }
}
