package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How long something took, again and again, in nanoseconds. Safe for use by many threads. */
final class Delays {
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Long> nanos = new ArrayList<>();

  synchronized void add(long each) {
    nanos.add(each);
  }

  synchronized void addAll(Collection<Long> several) {
    nanos.addAll(several);
  }

  /** Milliseconds that this share took at most; a dash when there are none. */
  synchronized String within(double share) {
    if (nanos.isEmpty()) {
      return "–";
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    int at = Math.min(sorted.size() - 1, (int) Math.ceil(share * sorted.size()) - 1);
    return Spread.text(sorted.get(Math.max(0, at)) / NANOS_PER_MILLI);
  }
}
