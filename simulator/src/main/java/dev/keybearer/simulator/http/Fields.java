package dev.keybearer.simulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header fields of a message in the order they were sent; names compare without case. */
public final class Fields {
  private final List<Map.Entry<String, String>> lines = new ArrayList<>(12);

  /** Adds a field behind the others. */
  void add(String name, String value) {
    lines.add(Map.entry(name, value));
  }

  /** The first value under a name, or null when there is none. */
  public @Nullable String first(String name) {
    for (Map.Entry<String, String> line : lines) {
      if (line.getKey().equalsIgnoreCase(name)) {
        return line.getValue();
      }
    }
    return null;
  }

  /** Every line as it was sent. */
  public List<Map.Entry<String, String>> lines() {
    return List.copyOf(lines);
  }
}
