package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Node.Unusable;
import dev.keybearer.cli.config.source.Problem.Kind;
import org.jspecify.annotations.Nullable;

/** The type of one value without parts. */
public final class Leaf<T> implements Type<T> {
  private final String what;
  private final JsonSchema schema;
  private final Reading<T> reading;

  private Leaf(String what, JsonSchema schema, Reading<T> reading) {
    this.what = what;
    this.schema = schema;
    this.reading = reading;
  }

  /** A leaf that messages call by a noun with its article, such as "a duration". */
  public static <T> Leaf<T> of(String what, JsonSchema schema, Reading<T> reading) {
    return new Leaf<>(what, schema, reading);
  }

  @Override
  public @Nullable T bind(Place place) {
    if (place.node() instanceof Unusable) {
      return null;
    }
    if (!(place.node() instanceof Scalar scalar)) {
      place.hide();
      place.report(place.problem(Kind.WRONG_TYPE, "is " + place.node().noun() + ", not " + what));
      return null;
    }
    if (scalar.isNothing()) {
      place.report(
          place.problemAtKey(Kind.MISSING_KEY, "has no value").withLabel("should be " + what));
      return null;
    }
    try {
      return reading.read(scalar, place);
    } catch (Unfit unfit) {
      unfit.report(place);
      return null;
    }
  }

  @Override
  public JsonSchema schema() {
    return schema;
  }

  /** Turns what stands in the file into a value. */
  @FunctionalInterface
  public interface Reading<T> {
    /** The value of a scalar that is not empty. */
    T read(Scalar scalar, Place place) throws Unfit;
  }
}
