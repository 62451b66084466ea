package dev.keybearer.simulator.feed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What somebody has subscribed to. Safe for use by many threads. */
public final class Topics {
  /** By the name that was asked for, the topics it stands for. Guarded by this. */
  private final Map<String, List<String>> asked = new LinkedHashMap<>();

  private volatile Set<String> heard = Set.of();

  /** No topic yet. */
  public Topics() {}

  /** Adds topics, each under the name that was asked for. */
  public synchronized void add(Map<String, List<String>> more) {
    asked.putAll(more);
    settle();
  }

  /** Has these topics and no others. */
  public synchronized void replace(Map<String, List<String>> others) {
    asked.clear();
    add(others);
  }

  /** Takes topics away by the names that were asked for. */
  public synchronized void remove(List<String> names) {
    names.forEach(asked::remove);
    settle();
  }

  private void settle() {
    Set<String> all = new LinkedHashSet<>();
    asked.values().forEach(all::addAll);
    heard = Set.copyOf(all);
  }

  /** The names that were asked for, in that order. */
  public synchronized Set<String> names() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(asked.keySet()));
  }

  /** Whether messages of a topic are wanted. */
  boolean hears(String topic) {
    return heard.contains(topic);
  }
}
