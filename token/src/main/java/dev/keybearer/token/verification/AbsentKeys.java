package dev.keybearer.token.verification;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of keys that are known not to exist, each until it may be asked for again. Bounded: the
 * oldest is forgotten first, which costs an answer but never a key. Not safe for use by many
 * threads.
 */
final class AbsentKeys {
  /** More names than these within half a minute are a flood. */
  private static final int MOST = 1_000;

  private final Map<String, Long> until =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  void add(String keyId, long until) {
    this.until.put(keyId, until);
  }

  boolean has(String keyId, long now) {
    Long end = until.get(keyId);
    return end != null && now - end < 0;
  }

  void clear() {
    until.clear();
  }
}
