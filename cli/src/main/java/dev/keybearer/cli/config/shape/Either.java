package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Mapping;
import org.jspecify.annotations.Nullable;

/** The type of what may be given shortly, as one value, or at length, as a mapping. */
public final class Either<T> implements Type<T> {
  private final Type<? extends T> brief;
  private final Type<? extends T> full;

  private Either(Type<? extends T> brief, Type<? extends T> full) {
    this.brief = brief;
    this.full = full;
  }

  /** One value, or a mapping. */
  public static <T> Either<T> of(Type<? extends T> brief, Type<? extends T> full) {
    return new Either<>(brief, full);
  }

  @Override
  public @Nullable T bind(Place place) {
    return place.node() instanceof Mapping ? full.bind(place) : brief.bind(place);
  }

  @Override
  public JsonSchema schema() {
    return JsonSchema.anyOf(brief.schema(), full.schema());
  }
}
