package dev.keybearer.token.verification;

import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.jose.Header;
import dev.keybearer.token.jose.NotCompact;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Headers of tokens that were verified, by their text: an issuer writes the same one for every
 * token it signs with a key. Only good ones get in, so nobody can push them out. Safe for use by
 * many threads.
 */
final class HeaderCache {
  /** Some issuers with some keys each; what does not fit is parsed every time. */
  private static final int MOST = 64;

  private final ConcurrentHashMap<String, Header> headers = new ConcurrentHashMap<>();

  Header of(Compact token) throws NotCompact {
    Header known = headers.get(token.headerText());
    return known == null ? token.header() : known;
  }

  void keep(Compact token, Header header) {
    if (headers.size() >= MOST) {
      headers.clear();
    }
    headers.putIfAbsent(token.headerText(), header);
  }
}
