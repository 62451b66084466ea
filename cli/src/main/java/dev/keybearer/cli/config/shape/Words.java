package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a value that is one of a few words. */
public final class Words<E extends Word> implements Type<E> {
  private final List<E> values;
  private final List<String> later;
  private final Leaf<E> leaf;

  private Words(List<E> values, List<String> later) {
    this.values = values;
    this.later = later;
    this.leaf = Leaf.of("one of " + list(), JsonSchema.ofWords(words()), (s, place) -> read(s));
  }

  /** The words of these constants. */
  public static <E extends Word> Words<E> of(E[] values) {
    return new Words<>(List.of(values), List.of());
  }

  /** The same; words that a later version brings are answered so. */
  public Words<E> later(String... words) {
    return new Words<>(values, List.of(words));
  }

  @Override
  public @Nullable E bind(Place place) {
    return leaf.bind(place);
  }

  @Override
  public JsonSchema schema() {
    return leaf.schema();
  }

  private E read(Scalar scalar) throws Unfit {
    for (E each : values) {
      if (each.word().equals(scalar.text())) {
        return each;
      }
    }
    if (later.contains(scalar.text())) {
      throw Unfit.because("is " + scalar.shown() + ", which this version does not know yet")
          .as(Kind.NOT_YET)
          .withHelp("it is one of " + list());
    }
    throw Unfit.because("is " + scalar.shown())
        .as(Kind.UNKNOWN_VALUE)
        .withGuess(Suggestion.of(scalar.text(), words()), "it is one of " + list());
  }

  private List<String> words() {
    return values.stream().map(Word::word).toList();
  }

  private String list() {
    return String.join(", ", words());
  }
}
