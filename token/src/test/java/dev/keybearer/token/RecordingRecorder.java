package dev.keybearer.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps every event and lets a test wait for one. */
public final class RecordingRecorder implements Recorder {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Event> events = new ArrayList<>();

  /** Has seen nothing yet. */
  public RecordingRecorder() {}

  @Override
  public synchronized void record(Event event) {
    events.add(event);
    notifyAll();
  }

  /** What was told so far. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** The events of one kind so far. */
  public synchronized <E extends Event> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Whether something becomes so within a real time; looked at again with every event and tick. */
  public synchronized boolean isSoWithin(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        wait(2);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
    return true;
  }

  /** Waits for an event of this kind. */
  public <E extends Event> E await(Class<E> kind) {
    return await(kind, event -> true);
  }

  /** Waits for an event of this kind that fits. */
  public synchronized <E extends Event> E await(Class<E> kind, Predicate<E> fits) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (E event : events(kind)) {
        if (fits.test(event)) {
          return event;
        }
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("no " + kind.getSimpleName() + " came; there were " + events);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
