package dev.keybearer.stream.merge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A set of the names that were added last. */
final class LatestNames extends LinkedHashMap<String, Boolean> {
  private static final long serialVersionUID = 1L;

  private final int most;

  private LatestNames(int most) {
    this.most = most;
  }

  static Set<String> atMost(int most) {
    return Collections.newSetFromMap(new LatestNames(most));
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
    return size() > most;
  }
}
