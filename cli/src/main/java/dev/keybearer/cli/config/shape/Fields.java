package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Node.Mapping;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of one mapping while a record is made of them. Used by one thread. */
public final class Fields {
  private final Place here;
  private final Mapping mapping;
  private final Map<Member<?>, Optional<Object>> values = new HashMap<>();
  private final Set<String> offered = new LinkedHashSet<>();
  private final Set<String> misspelt = new HashSet<>();
  private final Set<String> answered = new HashSet<>();
  private final Set<Member<?>> read = new HashSet<>();

  Fields(Place here, Mapping mapping) {
    this.here = here;
    this.mapping = mapping;
  }

  /** The value of a member that the shape declares; null only for an optional key left out. */
  // Values are put under the member whose type bound them, and nothing only under a key whose T is
  // nullable; neither compiler sees that through the map.
  @SuppressWarnings({"unchecked", "NullAway"})
  public <T extends @Nullable Object> T get(Member<T> member) {
    Optional<Object> value = values.get(member);
    if (value == null) {
      throw new IllegalStateException("asks for a key that the shape does not declare");
    }
    read.add(member);
    return (T) value.orElse(null);
  }

  /** The place of the mapping. */
  public Place here() {
    return here;
  }

  /** The place of a key's value; that of the mapping when the key is left out. */
  public Place at(Key<?> key) {
    Entry entry = mapping.find(key.name());
    return entry == null ? here : here.at(entry);
  }

  Mapping mapping() {
    return mapping;
  }

  void put(Member<?> member, @Nullable Object value) {
    if (value != null) {
      values.put(member, Optional.of(value));
    }
  }

  void putNothing(Member<?> member) {
    values.put(member, Optional.empty());
  }

  /** Whether a member has been bound; false when its value is of no use. */
  boolean has(Member<?> member) {
    return values.containsKey(member);
  }

  boolean wasRead(Member<?> member) {
    return read.contains(member);
  }

  /** Keys that stand here in another spelling, it seems: neither missing nor left out. */
  void misspelt(Collection<String> names) {
    misspelt.addAll(names);
  }

  boolean isMisspelt(String name) {
    return misspelt.contains(name);
  }

  /** Keys that may stand here, and are worth guessing at. */
  void offer(Collection<String> names) {
    offered.addAll(names);
  }

  Set<String> offered() {
    return offered;
  }

  /** A key whose presence has been reported already. */
  void answer(String name) {
    answered.add(name);
  }

  boolean isAnswered(String name) {
    return answered.contains(name);
  }
}
