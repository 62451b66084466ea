package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node;
import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known while one file is bound: the file, its problems and the names it declares. */
final class Binding {
  private final Source source;
  private final Node root;
  private final Problems problems;
  private final Map<Names<?>, Map<String, Optional<Object>>> names = new HashMap<>();

  Binding(Source source, Node root, Problems problems) {
    this.source = source;
    this.root = root;
    this.problems = problems;
  }

  Source source() {
    return source;
  }

  Node root() {
    return root;
  }

  Problems problems() {
    return problems;
  }

  /** The names of a section, before what they name is bound. */
  void declare(Names<?> section, Set<String> declared) {
    Map<String, Optional<Object>> values = new LinkedHashMap<>();
    declared.forEach(name -> values.put(name, Optional.empty()));
    names.put(section, values);
  }

  /** Whether the section is there and its names are declared. */
  boolean knows(Names<?> section) {
    return names.containsKey(section);
  }

  /** What a declared name turned out to stand for. */
  void define(Names<?> section, String name, Object value) {
    names.getOrDefault(section, Map.of()).put(name, Optional.of(value));
  }

  /** What a name stands for, or null when that is not bound, or cannot be. */
  @Nullable Object find(Names<?> section, String name) {
    return names.getOrDefault(section, Map.of()).getOrDefault(name, Optional.empty()).orElse(null);
  }

  Set<String> declared(Names<?> section) {
    return names.getOrDefault(section, Map.of()).keySet();
  }
}
