package dev.keybearer.token.file;

import dev.keybearer.token.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key that a store seals with, and older ones that it still reads. Immutable. */
public final class SealingKeys {
  private final List<SealingKey> keys;

  private SealingKeys(List<SealingKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * The one key that is sealed with: 32 bytes as they are, or written in base64 or hex.
   *
   * @throws dev.keybearer.token.StoreFailure of kind {@code UNREADABLE} when it is anything else
   */
  public static SealingKeys of(Secret current) {
    return new SealingKeys(List.of(SealingKey.parse(current)));
  }

  /** The same with one more key that is read with, never sealed with. */
  public SealingKeys withOlder(Secret older) {
    List<SealingKey> more = new ArrayList<>(keys);
    more.add(SealingKey.parse(older));
    return new SealingKeys(more);
  }

  SealingKey current() {
    return keys.get(0);
  }

  @Nullable SealingKey find(long id) {
    for (SealingKey key : keys) {
      if (key.id() == id) {
        return key;
      }
    }
    return null;
  }

  /** How many keys there are, nothing of them. */
  @Override
  public String toString() {
    return "SealingKeys[" + keys.size() + "]";
  }
}
