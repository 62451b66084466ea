package dev.keybearer.gateway.record;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: something that happened. Holds no token and no secret; tokens are named
 * by their fingerprints. Immutable.
 *
 * @param event its kind in capitals, such as {@code TOKEN_REFRESHED}
 * @param clientId whom it happened to, or null when that is nobody in particular
 * @param details text, long, boolean or a list of text, by name and in their order
 */
public record Entry(
    Instant timestamp, String event, @Nullable String clientId, Map<String, Object> details) {
  /**
   * An entry.
   *
   * @throws IllegalArgumentException when a detail is of another kind
   */
  public Entry {
    Map<String, Object> copy = new LinkedHashMap<>();
    details.forEach((name, value) -> copy.put(name, known(name, value)));
    details = Collections.unmodifiableMap(copy);
  }

  private static Object known(String name, Object value) {
    if (value instanceof String || value instanceof Long || value instanceof Boolean) {
      return value;
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return List.copyOf(list);
    }
    throw new IllegalArgumentException(
        name + " is of " + value.getClass().getName() + ": use text, long, boolean or texts");
  }
}
