package dev.keybearer.cli.wiring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What was made of a config, by what it was made of: a config that is read again and says the same
 * gets the same objects, with their connections, keys and verdicts. Safe for use by many threads.
 */
final class Memo<K, V> {
  private final Map<K, V> made = new HashMap<>();
  private final Set<K> used = new HashSet<>();

  /** What was made of this before, or is made now. */
  synchronized V of(K key, Function<K, V> make) {
    used.add(key);
    V known = made.get(key);
    if (known == null) {
      known = make.apply(key);
      made.put(key, known);
    }
    return known;
  }

  /** Another config is read: what it does not use is forgotten at its end. */
  synchronized void begin() {
    used.clear();
  }

  /** The config is in use. */
  synchronized void end() {
    made.keySet().retainAll(used);
  }
}
