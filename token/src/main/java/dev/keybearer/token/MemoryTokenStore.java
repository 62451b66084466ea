package dev.keybearer.token;

import dev.keybearer.token.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that ends with the process: for tests, and for grants that can simply be asked again.
 *
 * <p>Safe for use by many threads.
 */
public final class MemoryTokenStore implements TokenStore {
  private final InstantSource clock;
  // Guarded by this, as is `closed`; nothing slow happens under it.
  private final Map<String, Item> items = new HashMap<>();
  private boolean closed;

  private MemoryTokenStore(InstantSource clock) {
    this.clock = clock;
  }

  /** An empty store that takes the time of announcements from the system. */
  public static MemoryTokenStore open() {
    return open(Clock.systemUTC());
  }

  /** An empty store that takes the time of announcements from the clock. */
  public static MemoryTokenStore open(InstantSource clock) {
    return new MemoryTokenStore(clock);
  }

  @Override
  public synchronized Optional<Item> recover(String name) {
    Item resting = resting(name);
    return resting == null ? Optional.empty() : Optional.of(copy(resting, resting.prepared()));
  }

  @Override
  public synchronized void prepare(String name, long generation) {
    Item resting = resting(name);
    if (resting == null || resting.generation() != generation) {
      throw conflict("prepare", name, generation, resting);
    }
    if (resting.prepared() == null) {
      items.put(name, new Item(name, generation, resting.value(), clock.instant()));
    }
  }

  @Override
  public synchronized void commit(Item item) {
    Item resting = resting(item.name());
    if (resting != null && resting.generation() >= item.generation()) {
      if (resting.generation() == item.generation()
          && resting.prepared() == null
          && resting.value().matches(item.value())) {
        return;
      }
      throw conflict("commit", item.name(), item.generation(), resting);
    }
    items.put(item.name(), copy(item, null));
  }

  @Override
  public synchronized void forget(String name) {
    if (resting(name) != null) {
      items.remove(name);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    items.clear();
  }

  private @Nullable Item resting(String name) {
    if (closed) {
      throw new IllegalStateException("this store is closed");
    }
    return items.get(name);
  }

  /** Secrets are copied in and out: whoever owns one may wipe it at any time. */
  private static Item copy(Item item, @Nullable Instant prepared) {
    Secret value = item.value().use(bytes -> Secret.of(bytes));
    return new Item(item.name(), item.generation(), value, prepared);
  }

  private static StoreFailure conflict(
      String act, String name, long generation, @Nullable Item resting) {
    String found =
        resting == null ? "nothing rests there" : "generation " + resting.generation() + " does";
    return new StoreFailure(
        StoreFailure.Kind.CONFLICT,
        "cannot %s generation %d of %s in memory: %s; recover it again"
            .formatted(act, generation, name, found),
        null);
  }
}
