package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node;
import dev.keybearer.cli.config.source.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of values in order. A single value without brackets is a list of one. */
public final class ListOf<T> implements Type<List<T>> {
  private final Type<T> item;

  private ListOf(Type<T> item) {
    this.item = item;
  }

  /** A list of values of a type. */
  public static <T> ListOf<T> of(Type<T> item) {
    return new ListOf<>(item);
  }

  @Override
  public @Nullable List<T> bind(Place place) {
    if (place.node() instanceof Sequence sequence) {
      return bindItems(place, sequence.items());
    }
    T only = item.bind(place);
    return only == null ? null : List.of(only);
  }

  @Override
  public JsonSchema schema() {
    JsonSchema one = item.schema();
    return JsonSchema.anyOf(JsonSchema.ofType("array").with("items", one.keywords()), one);
  }

  private @Nullable List<T> bindItems(Place place, List<Node> items) {
    List<T> values = new ArrayList<>();
    int index = 0;
    for (Node each : items) {
      T value = item.bind(place.item(index++, each));
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == items.size() ? List.copyOf(values) : null;
  }
}
