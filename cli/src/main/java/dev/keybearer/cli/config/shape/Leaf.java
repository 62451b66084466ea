package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Node.Unusable;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.cli.config.source.Shown;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The type of one value without parts. */
public final class Leaf<T> implements Type<T> {
  // Of a message of somebody else's: room for a text as long as it is ever shown, and a remedy.
  private static final int LONGEST = 200;

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

  /**
   * A leaf whose text something else judges, which throws {@link IllegalArgumentException} and says
   * what is wrong, then a colon and the remedy if there is one.
   */
  public static <T> Leaf<T> judgedBy(Function<String, T> judge, String what) {
    return of(what, JsonSchema.ofType("string"), (scalar, place) -> judge(judge, scalar.text()));
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

  private static <T> T judge(Function<String, T> judge, String text) throws Unfit {
    try {
      return judge.apply(text);
    } catch (IllegalArgumentException refused) {
      String words = Shown.line(String.valueOf(refused.getMessage()), LONGEST);
      int colon = words.lastIndexOf(": ");
      throw colon < 0
          ? Unfit.because("cannot be used: " + words)
          : Unfit.because("cannot be used: " + words.substring(0, colon))
              .withHelp(words.substring(colon + 2));
    }
  }

  /** Turns what stands in the file into a value. */
  @FunctionalInterface
  public interface Reading<T> {
    /** The value of a scalar that is not empty. */
    T read(Scalar scalar, Place place) throws Unfit;
  }
}
