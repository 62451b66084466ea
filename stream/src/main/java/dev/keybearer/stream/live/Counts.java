package dev.keybearer.stream.live;

import dev.keybearer.stream.StreamReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a stream has seen. Written by its mailbox and its receiver's thread, read by anyone. */
final class Counts {
  final AtomicLong attempts = new AtomicLong();
  final AtomicLong established = new AtomicLong();
  final AtomicLong drops = new AtomicLong();
  final AtomicLong rotations = new AtomicLong();
  final AtomicLong gaps = new AtomicLong();
  final AtomicLong messages = new AtomicLong();
  final AtomicLong flagged = new AtomicLong();
  final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLongArray handshakes = new AtomicLongArray(StreamReport.BOUNDS.size() + 1);
  private final AtomicLong handshakeNanos = new AtomicLong();

  void handshake(Duration took) {
    int slot = 0;
    while (slot < StreamReport.BOUNDS.size() && took.compareTo(StreamReport.BOUNDS.get(slot)) > 0) {
      slot++;
    }
    handshakes.incrementAndGet(slot);
    handshakeNanos.addAndGet(took.toNanos());
  }

  List<Long> handshakes() {
    List<Long> counts = new ArrayList<>();
    for (int slot = 0; slot < handshakes.length(); slot++) {
      counts.add(handshakes.get(slot));
    }
    return counts;
  }

  Duration handshakeTime() {
    return Duration.ofNanos(handshakeNanos.get());
  }
}
