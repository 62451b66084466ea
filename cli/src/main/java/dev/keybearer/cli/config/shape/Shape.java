package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Node.Mapping;
import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.cli.config.source.Problems;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of a mapping with known keys, from which a record is made.
 *
 * <p>A record is made as soon as every key has a value or may go without, even when something else
 * in the mapping is wrong: so that what depends on it is judged in the same go. Whoever binds a
 * file asks its {@link Problems} before using anything.
 */
public final class Shape<T> implements Type<T> {
  // Unknown keys of one mapping that are compared with every known one.
  private static final int MOST_GUESSES = 100;

  private final String says;
  private final List<Member<?>> members;
  private final List<String> later;
  private final Function<Fields, ? extends @Nullable T> make;
  private final Map<String, Key<?>> keys = new LinkedHashMap<>();

  Shape(Keys declared, Function<Fields, ? extends @Nullable T> make) {
    this.says = declared.says();
    this.members = List.copyOf(declared.members());
    this.later = List.copyOf(declared.laterNames());
    this.make = make;
    for (Member<?> member : members) {
      switch (member) {
        case Key<?> key -> declare(key);
        case Choice<?, ?, ?> choice -> choice.keys().values().forEach(this::declare);
      }
    }
  }

  @Override
  public @Nullable T bind(Place place) {
    if (!(place.node() instanceof Mapping mapping)) {
      place.refuseAsMapping("of keys");
      return null;
    }
    Fields fields = new Fields(place, mapping);
    fields.misspelt(guesses(mapping));
    bindMembers(fields, "");
    mapping.entries().values().forEach(entry -> refuseUnknown(fields, entry));
    return build(fields);
  }

  @Override
  public JsonSchema schema() {
    JsonSchema.Mapping mapping = new JsonSchema.Mapping();
    describe(mapping);
    return mapping.schema(says);
  }

  /** Binds the members in the order they are declared. */
  void bindMembers(Fields fields, String because) {
    for (Member<?> member : members) {
      switch (member) {
        case Key<?> key -> {
          key.bind(fields, because);
          fields.offer(List.of(key.name()));
        }
        case Choice<?, ?, ?> choice -> choice.bind(fields);
      }
    }
  }

  /** The record, or null when a member has no value or making it found a mistake. */
  @Nullable T build(Fields fields) {
    if (!members.stream().allMatch(fields::has)) {
      return null;
    }
    int before = fields.here().binding().problems().count();
    T made = make.apply(fields);
    if (fields.here().binding().problems().count() > before) {
      return null;
    }
    if (!members.stream().allMatch(fields::wasRead)) {
      throw new IllegalStateException("a key is declared and not read: " + says);
    }
    return made;
  }

  /** Every key that may ever stand in the mapping. */
  Map<String, Key<?>> keys() {
    return keys;
  }

  private List<String> guesses(Mapping mapping) {
    return mapping.entries().keySet().stream()
        .filter(name -> !keys.containsKey(name))
        .limit(MOST_GUESSES)
        .map(name -> Suggestion.nearest(name, absent(mapping, keys.keySet())))
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<String> absent(Mapping mapping, Collection<String> names) {
    return names.stream().filter(name -> mapping.find(name) == null).toList();
  }

  private void declare(Key<?> key) {
    if (keys.putIfAbsent(key.name(), key) != null) {
      throw new IllegalStateException("the key " + key.name() + " is declared twice: " + says);
    }
  }

  private void refuseUnknown(Fields fields, Entry entry) {
    String name = entry.key().text();
    if (fields.offered().contains(name) || fields.isAnswered(name)) {
      return;
    }
    Place place = fields.here().at(entry);
    place.hide();
    if (later.contains(name)) {
      place.report(
          place.problemAtKey(Kind.NOT_YET, "is not known to this version").withHelp("remove it"));
      return;
    }
    Problem problem = place.problemAtKey(Kind.UNKNOWN_KEY, "is not a known key");
    String guess =
        place.isHeard() ? Suggestion.of(name, absent(fields.mapping(), fields.offered())) : "";
    place.report(
        guess.isEmpty()
            ? problem.withHelp("keys here: " + String.join(", ", fields.offered()))
            : problem.withLabel(guess));
  }

  void describe(JsonSchema.Mapping mapping) {
    for (Member<?> member : members) {
      switch (member) {
        case Key<?> key -> {
          mapping.property(key.name(), key.schema());
          if (key.isRequired()) {
            mapping.require(key.name());
          }
        }
        case Choice<?, ?, ?> choice -> choice.describe(mapping);
      }
    }
  }
}
