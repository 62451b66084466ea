package dev.keybearer.benchmark.tool;

import java.util.regex.Pattern;

/**
 * How long calls took.
 *
 * @param count of them
 * @param median microseconds
 * @param late microseconds that 99 of 100 took at most
 * @param latest microseconds that 999 of 1,000 took at most
 */
public record Percentiles(double count, double median, double late, double latest) {
  private static final Pattern SPACE = Pattern.compile(" ");

  /** Reads what {@link #toString} wrote. */
  public static Percentiles parse(String line) {
    double[] figures = SPACE.splitAsStream(line).mapToDouble(Double::parseDouble).toArray();
    return new Percentiles(figures[0], figures[1], figures[2], figures[3]);
  }

  /** The same of another number of calls. */
  public Percentiles withCount(double newCount) {
    return new Percentiles(newCount, median, late, latest);
  }

  @Override
  public String toString() {
    return count + " " + median + " " + late + " " + latest;
  }
}
