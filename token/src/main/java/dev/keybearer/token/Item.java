package dev.keybearer.token;

import dev.keybearer.token.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One named, versioned value at rest.
 *
 * @param name what the value belongs to
 * @param generation rises with every commit; a lower one never replaces a higher one
 * @param value what is kept, opaque to the store
 * @param prepared when this generation was announced to be about to be used up, or null when it was
 *     not
 */
public record Item(String name, long generation, Secret value, @Nullable Instant prepared) {
  /** An item that nobody has announced the use of. */
  public static Item of(String name, long generation, Secret value) {
    return new Item(name, generation, value, null);
  }
}
