package dev.keybearer.cli.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Node.Mapping;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  @Test
  void knowsWhereKeysAndValuesStand() {
    Entry entry = Objects.requireNonNull(((Mapping) read("a: 1\n\"ä😀\": 'x y' # z")).find("ä😀"));

    assertThat(entry.key().span()).isEqualTo(new Span(2, 1, 2, 5));
    assertThat(entry.value().span()).isEqualTo(new Span(2, 7, 2, 12));
  }

  @Test
  void keepsTextAsItIsWritten() {
    assertThat(((Scalar) read("0047")).text()).isEqualTo("0047");
    assertThat(((Scalar) read("1e5")).text()).isEqualTo("1e5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "+7", "1.5", ".5", "1e9", "0x1F", "0o17", "-.inf", ".NaN"})
  void takesForNumbersWhatTheCoreSchemaDoes(String text) {
    assertThat(read(text).noun()).isEqualTo("a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f2e3d", "80%", "1.2.3", "yes", "'1'", "0b1", "1_000", "e9"})
  void takesForTextWhatTheCoreSchemaDoes(String text) {
    assertThat(read(text).noun()).isEqualTo("text");
  }

  @Test
  void readsTheDeepestConfigAndNoDeeper() {
    assertThat(read(nested(Tree.DEEPEST))).isNotNull();

    ConfigFailure failure =
        catchThrowableOfType(ConfigFailure.class, () -> read(nested(Tree.DEEPEST + 1)));
    assertThat(failure.report().problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.TOO_LARGE);
  }

  /** V8 for YAML: nesting and aliases cost no more than the text that asks for them. */
  @Test
  @Timeout(10)
  void refusesHostileTextQuickly() {
    for (String hostile :
        List.of(
            "[".repeat(1 << 20),
            "{".repeat(1 << 20),
            "- ".repeat(1 << 20),
            "? ".repeat(1 << 20),
            "a: ".repeat(1 << 20),
            "&a ".repeat(1 << 20),
            "'".repeat(1 + (1 << 20)))) {
      assertThat(catchThrowableOfType(ConfigFailure.class, () -> read(hostile)))
          .as(hostile.substring(0, 8))
          .isNotNull();
    }
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "x" + "]".repeat(depth);
  }

  private static Node read(String text) {
    Source source = Source.of("keybearer.yaml", text);
    return Tree.read(source, new Problems(source));
  }
}
