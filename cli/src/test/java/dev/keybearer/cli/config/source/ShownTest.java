package dev.keybearer.cli.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void showsTheLongestTextWholeAndCutsALongerOne() {
    assertThat(Shown.line("x".repeat(60))).isEqualTo("x".repeat(60));
    assertThat(Shown.line("x".repeat(61))).isEqualTo("x".repeat(60) + "…");
  }

  @Test
  void showsOnlyTheFirstLine() {
    assertThat(Shown.line("one\ntwo")).isEqualTo("one…");
    assertThat(Shown.line("one\n")).isEqualTo("one");
  }

  @Test
  void letsNothingSteerTheTerminal() {
    assertThat(Shown.quoted("a\u001b[2Jb\u202Ec\tde\u2028f😀")).isEqualTo("\"a·[2Jb·c→de·f😀\"");
  }
}
