package dev.keybearer.gateway.signal;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which events an endpoint is sent.
 *
 * <pre>
 *   token.renewed     this one        token.*    those of a family        *    all
 * </pre>
 *
 * @param text as it is written in a config
 */
public record EventFilter(String text, Set<EventType> types) {
  /** A filter. */
  public EventFilter {
    types = Set.copyOf(types);
  }

  /**
   * Reads a filter.
   *
   * @throws IllegalArgumentException when there are no such events, with those there are
   */
  public static EventFilter parse(String text) {
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    for (EventType type : EventType.values()) {
      boolean all = text.equals("*") || text.equals(type.family() + ".*");
      if (all || text.equals(type.text())) {
        types.add(type);
      }
    }
    if (types.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no such events: write * or one of " + String.join(", ", families(text)));
    }
    return new EventFilter(text, types);
  }

  /** Whether an event passes. */
  public boolean lets(EventType type) {
    return types.contains(type);
  }

  /** What may be meant: the events of the family, where there is one, or all families. */
  private static Set<String> families(String text) {
    Set<String> families = new TreeSet<>();
    Set<String> near = new TreeSet<>();
    for (EventType type : EventType.values()) {
      families.add(type.family() + ".*");
      if (text.startsWith(type.family() + ".")) {
        near.add(type.text());
      }
    }
    return near.isEmpty() ? families : near;
  }
}
