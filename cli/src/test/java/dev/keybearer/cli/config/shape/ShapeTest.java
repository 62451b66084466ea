package dev.keybearer.cli.config.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shapes of our own, to show what any record can count on. */
class ShapeTest {
  private List<Problem> problems = List.of();

  @Test
  void givesDefaultsAndNothingForWhatIsLeftOut() {
    var keys = Keys.of("A test.");
    var size = keys.defaulted("size", Texts.whole(1, 9), "5", "Its size.");
    var name = keys.optional("name", Texts.TEXT, "Its name.");
    Shape<String> shape = keys.build(in -> in.get(size) + ":" + in.get(name));

    assertThat(bind(shape, "{}")).isEqualTo("5:null");
    assertThat(bind(shape, "{ size: 6, name: x }")).isEqualTo("6:x");
  }

  @Test
  void makesNoRecordWhenAKeyHasNoValue() {
    var keys = Keys.of("A test.");
    var name = keys.required("name", Texts.TEXT, "Its name.");
    Shape<String> shape =
        keys.build(
            in -> {
              throw new AssertionError("made from " + in.get(name));
            });

    assertThat(bind(shape, "{}")).isNull();
    assertThat(problems).extracting(Problem::kind).containsExactly(Kind.MISSING_KEY);
  }

  @Test
  void takesAMisspeltKeyForTheMissingOne() {
    var keys = Keys.of("A test.");
    var name = keys.required("name", Texts.TEXT, "Its name.");
    Shape<String> shape = keys.build(in -> in.get(name));

    assertThat(bind(shape, "{ nmae: x }")).isNull();
    assertThat(problems).extracting(Problem::kind).containsExactly(Kind.UNKNOWN_KEY);
  }

  @Test
  void takesAMisspeltKeyForTheOneLeftOut() {
    var keys = Keys.of("A test.");
    var size = keys.defaulted("size", Texts.whole(1, 9), "5", "Its size.");
    Shape<Integer> shape = keys.build(in -> in.get(size));

    assertThat(bind(shape, "{ siez: 6 }")).isNull();
    assertThat(problems).extracting(Problem::kind).containsExactly(Kind.UNKNOWN_KEY);
  }

  @Test
  void showsThatADeclaredKeyIsNotRead() {
    var keys = Keys.of("A test.");
    var read = keys.optional("read", Texts.TEXT, "Read.");
    keys.optional("forgotten", Texts.TEXT, "Not read.");
    Shape<String> shape = keys.build(in -> String.valueOf(in.get(read)));

    assertThatThrownBy(() -> bind(shape, "{}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not read");
  }

  @Test
  void showsThatAReadKeyIsNotDeclared() {
    var elsewhere = Keys.of("Another.").optional("name", Texts.TEXT, "Its name.");
    Shape<String> shape = Keys.of("A test.").build(in -> String.valueOf(in.get(elsewhere)));

    assertThatThrownBy(() -> bind(shape, "{}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not declare");
  }

  @Test
  void showsThatAKeyIsDeclaredTwice() {
    var keys = Keys.of("A test.");
    keys.optional("name", Texts.TEXT, "Its name.");
    keys.optional("name", Texts.TEXT, "Its name again.");

    assertThatThrownBy(() -> keys.build(in -> "")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesOnlyTheKeysOfTheChosenVariant() {
    Shape<Object> shape = coloured();

    assertThat(bind(shape, "{ colour: red, depth: 3 }")).isEqualTo(3);
    assertThat(bind(shape, "{ colour: blue, name: x }")).isEqualTo("x");
    assertThat(problems).isEmpty();

    bind(shape, "{ colour: blue, name: x, depth: 3 }");
    assertThat(problems).extracting(Problem::kind).containsExactly(Kind.MISPLACED_KEY);
  }

  @Test
  void judgesTheKeysOfAllVariantsWhileNoneIsChosen() {
    assertThat(bind(coloured(), "{ colour: green, name: true, depth: deep, other: 1 }")).isNull();
    assertThat(problems)
        .extracting(Problem::kind)
        .containsExactly(Kind.UNKNOWN_VALUE, Kind.BAD_VALUE, Kind.BAD_VALUE, Kind.UNKNOWN_KEY);
  }

  @Test
  void saysOfAFutureWordThatItIsOne() {
    Shape<Colour> shape = colourAlone();

    assertThat(bind(shape, "{ colour: infrared }")).isNull();
    assertThat(problems).extracting(Problem::kind).containsExactly(Kind.NOT_YET);
  }

  private static Shape<Colour> colourAlone() {
    var keys = Keys.of("A test.");
    var colour = keys.required("colour", Words.of(Colour.values()).later("infrared"), "Which.");
    return keys.build(in -> in.get(colour));
  }

  private static Shape<Object> coloured() {
    var red = Keys.of("Red.");
    var depth = red.required("depth", Texts.whole(1, 9), "How deep.");
    var blue = Keys.of("Blue.");
    var name = blue.required("name", Texts.TEXT, "Its name.");
    var keys = Keys.of("A test.");
    var colour = keys.required("colour", Words.of(Colour.values()), "Which.");
    Map<Colour, Shape<?>> variants =
        Map.of(
            Colour.RED, red.build(in -> in.get(depth)),
            Colour.BLUE, blue.build(in -> in.get(name)));
    Member<Object> chosen = keys.choose(colour, variants);
    return keys.build(in -> in.get(chosen));
  }

  private <T> @Nullable T bind(Type<T> type, String yaml) {
    Source source = Source.of("keybearer.yaml", yaml);
    Problems found = new Problems(source);
    T value = type.bind(Place.root(source, Tree.read(source, found), found));
    problems = found.failure().report().problems();
    return value;
  }

  private enum Colour implements Word {
    RED,
    BLUE
  }
}
