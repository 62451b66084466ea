package dev.keybearer.benchmark.gateway;

import java.util.regex.Pattern;

/**
 * What a proxy has used so far; {@code NaN} is what nobody knows.
 *
 * @param cpu nanoseconds of all its processes
 * @param loop nanoseconds of its loop
 * @param bytes that its loop has allocated
 */
record Used(double cpu, double loop, double bytes) {
  private static final Pattern SPACE = Pattern.compile(" ");

  /** Reads what {@link #toString} wrote. */
  static Used parse(String line) {
    double[] figures = SPACE.splitAsStream(line).mapToDouble(Double::parseDouble).toArray();
    return new Used(figures[0], figures[1], figures[2]);
  }

  /** What was used since. */
  Used since(Used before) {
    return new Used(cpu - before.cpu, loop - before.loop, bytes - before.bytes);
  }

  @Override
  public String toString() {
    return cpu + " " + loop + " " + bytes;
  }
}
