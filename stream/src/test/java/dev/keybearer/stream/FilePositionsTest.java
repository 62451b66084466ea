package dev.keybearer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions survive, whole or not at all. */
class FilePositionsTest {
  private static final Position POSITION =
      new Position(
          Map.of("orders", "17", "a topic\twith\nblanks", "é"),
          false,
          Instant.parse("2026-01-01T00:00:00.5Z"));

  @TempDir Path folder;

  @Test
  void givesBackWhatWasWritten() {
    FilePositions positions = FilePositions.in(folder.resolve("new"));
    assertThat(positions.read("s")).isEqualTo(Position.START);
    positions.write("s", POSITION);
    positions.write("../other/name", Position.START);
    assertThat(FilePositions.in(folder.resolve("new")).read("s")).isEqualTo(POSITION);
    assertThat(positions.read("../other/name")).isEqualTo(Position.START);
  }

  @Test
  void refusesADamagedFileAndSaysWhatToDo() throws IOException {
    FilePositions positions = FilePositions.in(folder);
    positions.write("s", POSITION);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    List<String> lines = Files.readAllLines(file);
    for (int kept = 0; kept < lines.size(); kept++) {
      Files.write(file, lines.subList(0, kept));
      assertThatThrownBy(() -> positions.read("s"))
          .isInstanceOf(StreamFailure.class)
          .hasMessageContaining("remove it");
    }
  }
}
