package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.tool.Percentiles;
import dev.keybearer.benchmark.tool.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What became of the calls of one minute of a soak. */
final class Minute {
  private static final Pattern MISS = Pattern.compile("(?<what>[^={}]+)=(?<count>\\d+)(, )?");

  /** A call to an upstream that resets may fail like this; in any other way it may not. */
  private static final Pattern UPSTREAM = Pattern.compile("(502|503|504) for 200");

  private final Map<String, Integer> injected = new TreeMap<>();
  private final Map<String, Integer> others = new TreeMap<>();
  private Percentiles latencies = new Percentiles(0, 0, 0, 0);
  private double rate;

  /**
   * Takes note of calls that failed within a second.
   *
   * @param misses how many in which way, as a map is written
   * @param mayFail whether the upstream reset connections then
   */
  void missed(String misses, boolean mayFail) {
    Matcher each = MISS.matcher(misses);
    while (each.find()) {
      String what = each.group("what");
      boolean expected = mayFail && UPSTREAM.matcher(what).matches();
      (expected ? injected : others)
          .merge(what, Integer.valueOf(each.group("count")), Integer::sum);
    }
  }

  /** Takes note of all calls. */
  void counted(Percentiles all, double seconds) {
    latencies = all;
    rate = all.count() / seconds;
  }

  /** Whether no call failed otherwise. */
  boolean failedAsInjected() {
    return others.isEmpty();
  }

  /** Its cells in a table: rate, latencies, and who failed. */
  List<String> cells() {
    return List.of(
        Spread.text(rate),
        Spread.text(latencies.median()),
        Spread.text(latencies.late()),
        words(injected),
        others.isEmpty() ? "none" : "**" + words(others) + "**");
  }

  private static String words(Map<String, Integer> misses) {
    return misses.isEmpty() ? "none" : misses.toString();
  }
}
