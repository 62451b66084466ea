package dev.keybearer.token.verification;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was read from texts of verified tokens that are the same in many: an issuer writes one
 * header for every token that it signs with a key, and grants the same scopes again and again.
 * Shared, it is read once and lies in one place. Only what good tokens say gets in, so nobody else
 * can push it out. Safe for use by many threads.
 *
 * @param <V> what a text means
 */
final class ReadTexts<V> {
  /** Some issuers with some keys and grants each; what does not fit is read every time. */
  private static final int MOST = 64;

  private final ConcurrentHashMap<String, V> read = new ConcurrentHashMap<>();

  /** What this text means, or null when no verified token has had it yet. */
  @Nullable V find(String text) {
    return read.get(text);
  }

  void keep(String text, V meaning) {
    if (read.size() >= MOST) {
      read.clear();
    }
    read.put(text, meaning);
  }
}
