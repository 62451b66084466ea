package dev.keybearer.token.verification;

import dev.keybearer.token.jose.Header;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Headers of tokens that were verified, by their text: an issuer writes the same one for every
 * token it signs with a key. Only good ones get in, so nobody can push them out. Safe for use by
 * many threads.
 */
final class HeaderCache {
  /** Some issuers with some keys each; what does not fit is parsed every time. */
  private static final int MOST = 64;

  private final ConcurrentHashMap<String, Header> headers = new ConcurrentHashMap<>();

  /** The header of tokens that begin with this text, or null when none was verified yet. */
  @Nullable Header find(String text) {
    return headers.get(text);
  }

  void keep(String text, Header header) {
    if (headers.size() >= MOST) {
      headers.clear();
    }
    headers.put(text, header);
  }
}
