package dev.keybearer.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tree of patterns, one level for each segment. Looking for the text of a segment first, then for
 * a star, then for what is open finds the most specific pattern, because of two patterns that meet
 * one is always the more specific, or the pattern of both is in the tree as well. Immutable;
 * looking allocates nothing.
 */
final class Branch<T> {
  private final String[] names;
  private final List<Branch<T>> children;
  private final @Nullable Branch<T> any;
  private final @Nullable Choice<T> here;
  private final @Nullable Choice<T> below;

  private Branch(Map<PathPattern, Choice<T>> choices, int depth) {
    Map<String, Map<PathPattern, Choice<T>>> deeper = new TreeMap<>();
    Choice<T> ends = null;
    Choice<T> goesOn = null;
    for (Map.Entry<PathPattern, Choice<T>> entry : choices.entrySet()) {
      PathPattern pattern = entry.getKey();
      if (pattern.size() > depth) {
        deeper
            .computeIfAbsent(pattern.segment(depth), _ -> new HashMap<>())
            .put(pattern, entry.getValue());
      } else if (pattern.isOpen()) {
        goesOn = entry.getValue();
      } else {
        ends = entry.getValue();
      }
    }
    Map<PathPattern, Choice<T>> starred = deeper.remove(PathPattern.ANY);
    this.any = starred == null ? null : new Branch<>(starred, depth + 1);
    this.names = deeper.keySet().toArray(String[]::new);
    this.children = new ArrayList<>(names.length);
    deeper.values().forEach(each -> children.add(new Branch<>(each, depth + 1)));
    this.here = ends;
    this.below = goesOn;
  }

  /** The tree of these patterns. */
  static <T> Branch<T> of(Map<PathPattern, Choice<T>> choices) {
    return new Branch<>(choices, 0);
  }

  /** What the most specific pattern of a path leads to; {@code from} is where a segment begins. */
  @Nullable Choice<T> find(String path, int from) {
    if (from >= path.length()) {
      return here == null ? below : here;
    }
    int slash = path.indexOf('/', from);
    int end = slash < 0 ? path.length() : slash;
    Branch<T> named = child(path, from, end);
    Choice<T> found = named == null ? null : named.find(path, end + 1);
    if (found == null && any != null) {
      found = any.find(path, end + 1);
    }
    return found == null ? below : found;
  }

  private @Nullable Branch<T> child(String path, int from, int end) {
    int low = 0;
    int high = names.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = order(names[middle], path, from, end);
      if (order == 0) {
        return children.get(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** As {@code name.compareTo(path.substring(from, end))}. */
  private static int order(String name, String path, int from, int end) {
    int length = Math.min(name.length(), end - from);
    for (int i = 0; i < length; i++) {
      int order = name.charAt(i) - path.charAt(from + i);
      if (order != 0) {
        return order;
      }
    }
    return name.length() - (end - from);
  }
}
