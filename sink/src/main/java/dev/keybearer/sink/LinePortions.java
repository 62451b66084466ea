package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The lines of a batch, a portion at a time: all of them may be more than memory has room for, and
 * more than one array can hold. Used by one thread.
 */
final class LinePortions {
  /** Characters at which a portion ends: many usual batches, and not much of a small heap. */
  static final int PORTION = 8 << 20;

  private final List<Delivery> deliveries;
  private int next;

  private LinePortions(List<Delivery> deliveries, int next) {
    this.deliveries = deliveries;
    this.next = next;
  }

  /** The lines of these. */
  static LinePortions of(List<Delivery> deliveries) {
    return new LinePortions(deliveries, 0);
  }

  /** Whether there is another one. */
  boolean hasNext() {
    return next < deliveries.size();
  }

  /** The next whole lines, one at least: a single one may be longer than a portion. */
  byte[] next() {
    StringBuilder lines = new StringBuilder();
    do {
      lines.append(DeliveryLine.of(deliveries.get(next))).append('\n');
      next++;
    } while (hasNext() && lines.length() < PORTION);
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** How many octets are left, all of which stay: they are made once more to be written. */
  long left() {
    LinePortions same = new LinePortions(deliveries, next);
    long octets = 0;
    while (same.hasNext()) {
      octets += same.next().length;
    }
    return octets;
  }
}
