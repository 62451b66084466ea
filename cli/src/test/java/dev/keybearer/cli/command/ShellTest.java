package dev.keybearer.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.source.Paint;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellTest {
  private static final String TERM = "TERM";

  @Test
  void paintsOnATerminal() {
    assertThat(Shell.paint(true, Map.of(TERM, "xterm-256color"))).isEqualTo(Paint.COLOUR);
  }

  @Test
  void paintsNothingElsewhere() {
    assertThat(Shell.paint(false, Map.of(TERM, "xterm-256color"))).isEqualTo(Paint.PLAIN);
  }

  @Test
  void honoursNoColorUnlessItIsEmpty() {
    assertThat(Shell.paint(true, Map.of(TERM, "xterm", "NO_COLOR", "1"))).isEqualTo(Paint.PLAIN);
    assertThat(Shell.paint(true, Map.of(TERM, "xterm", "NO_COLOR", ""))).isEqualTo(Paint.COLOUR);
  }

  @Test
  void sparesTerminalsThatKnowNoColours() {
    assertThat(Shell.paint(true, Map.of(TERM, "dumb"))).isEqualTo(Paint.PLAIN);
    assertThat(Shell.paint(true, Map.of())).isEqualTo(Paint.PLAIN);
  }
}
