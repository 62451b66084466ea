package dev.keybearer.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G8: nothing that is placed in a header ends a line. */
class FieldTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\nb", "a\u0000", "a\r\nX: y", "a\u0085\u010a", "\u2028", "\u560a"})
  void refusesAValueThatEndsALine(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Field.of("X-Claim", value))
        .withMessageNotContaining(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Y", "X:", "X\r\n", "X\u0000", "X\u00e9"})
  void refusesANameThatIsNone(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Field.of(name, "a"));
  }

  @Test
  void takesEverythingThatOneLineCanHold() {
    assertThat(Field.of("x!#$%&'*+-.^_`|~1", "\t ~\u0080\u00ff").value())
        .isEqualTo("\t ~\u0080\u00ff");
  }

  @Test
  void showsItsNameAlone() {
    assertThat(Field.of("Cookie", "secret")).hasToString("Cookie");
  }
}
