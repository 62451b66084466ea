package dev.keybearer.cli.config.shape;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a config must look like to become a {@code T}: binds it and describes it from one
 * declaration. Immutable.
 */
public interface Type<T> {
  /**
   * The value of the node at a place, or null when it has none. Whoever answers null has reported
   * why, or knows that it was reported.
   */
  @Nullable T bind(Place place);

  /** The same as JSON Schema. */
  JsonSchema schema();

  /** This type with its values turned into something else. */
  default <R> Type<R> as(Function<T, R> turned) {
    Type<T> self = this;
    return new Type<>() {
      @Override
      public @Nullable R bind(Place place) {
        T value = self.bind(place);
        return value == null ? null : turned.apply(value);
      }

      @Override
      public JsonSchema schema() {
        return self.schema();
      }
    };
  }
}
