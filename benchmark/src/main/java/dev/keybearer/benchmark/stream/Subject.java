package dev.keybearer.benchmark.stream;

import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.live.Stream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is put to the test.
 *
 * @param feed what it listens to, which nobody else does
 * @param account of what its receiver gets
 * @param events that happened to it
 */
record Subject(SimulatedStream feed, Stream stream, Account account, List<StreamEvent> events) {
  /** Copies, since more may come. */
  private List<StreamEvent> past() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** When the loss of a connection was first noticed since then, null when it was not. */
  @Nullable Instant droppedSince(Instant then) {
    return past().stream()
        .filter(StreamEvent.ConnectionDropped.class::isInstance)
        .map(StreamEvent::at)
        .filter(at -> !at.isBefore(then))
        .findFirst()
        .orElse(null);
  }

  /** Forgets what happened until now. */
  void forget() {
    synchronized (events) {
      events.clear();
    }
  }

  /** How many connections took the place of others. */
  long changed(int redundancy) {
    return Math.max(0, stream.report().established() - redundancy);
  }

  /** What the referee makes of it. */
  Fate fate() {
    return Fate.of(feed.ledger().judge(account.testimony()));
  }
}
