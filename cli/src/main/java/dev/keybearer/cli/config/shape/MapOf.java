package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Node.Mapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type of a mapping with keys of somebody else's, such as the names of claims. */
public final class MapOf<T> implements Type<Map<String, T>> {
  private final Leaf<String> key;
  private final Type<T> value;

  private MapOf(Leaf<String> key, Type<T> value) {
    this.key = key;
    this.value = value;
  }

  /** A mapping from such keys to values of a type. */
  public static <T> MapOf<T> of(Leaf<String> key, Type<T> value) {
    return new MapOf<>(key, value);
  }

  @Override
  public @Nullable Map<String, T> bind(Place place) {
    if (!(place.node() instanceof Mapping mapping)) {
      place.refuseAsMapping("of names");
      return null;
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (Entry entry : mapping.entries().values()) {
      String name = key.bind(place.ofKey(entry));
      T bound = value.bind(place.at(entry));
      if (name == null) {
        place.at(entry).hide();
      }
      if (name != null && bound != null) {
        values.put(name, bound);
      }
    }
    return values.size() == mapping.entries().size() ? Collections.unmodifiableMap(values) : null;
  }

  @Override
  public JsonSchema schema() {
    return JsonSchema.ofType("object")
        .with("propertyNames", key.schema().keywords())
        .with("additionalProperties", value.schema().keywords());
  }
}
