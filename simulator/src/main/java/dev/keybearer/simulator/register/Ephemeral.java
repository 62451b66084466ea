package dev.keybearer.simulator.register;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Named values that may be forgotten after an instant; forgetting is paid for by the puts, a little
 * each. Safe for use by many threads.
 */
public final class Ephemeral<V> {
  private static final int SWEEP_AFTER = 4096;

  private final Map<String, Entry<V>> entries = new ConcurrentHashMap<>();
  private final AtomicInteger untilSweep = new AtomicInteger(SWEEP_AFTER);

  /** An empty collection. */
  public Ephemeral() {}

  /** Keeps a value under a name at least until it ends, unless the name is taken. */
  public boolean put(String name, V value, Instant ends, Instant now) {
    if (untilSweep.decrementAndGet() == 0) {
      entries.values().removeIf(entry -> !now.isBefore(entry.ends));
      untilSweep.set(SWEEP_AFTER + entries.size());
    }
    Entry<V> earlier = entries.putIfAbsent(name, new Entry<>(value, ends));
    return earlier == null;
  }

  /** Puts off the end of a value that is kept. */
  public void extend(String name, Instant ends) {
    entries.computeIfPresent(name, (key, entry) -> new Entry<>(entry.value, ends));
  }

  /** The value under a name, ended or not, or null when there is none any more. */
  public @Nullable V get(String name) {
    Entry<V> entry = entries.get(name);
    return entry == null ? null : entry.value;
  }

  /** Shows each value. */
  public void forEach(Consumer<V> look) {
    entries.values().forEach(entry -> look.accept(entry.value));
  }

  /** How many values are kept. */
  public int size() {
    return entries.size();
  }

  private record Entry<V>(V value, Instant ends) {}
}
