package dev.keybearer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.cli.config.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad config in the folder has beside it exactly what is said about it. */
class BadConfigTest {
  private static final Path FOLDER = Path.of("src/test/resources/bad");

  @ParameterizedTest
  @MethodSource("configs")
  void saysWhatIsWrongAndWhere(String name) throws IOException {
    String expected = Files.readString(FOLDER.resolve(name + ".txt"));

    assertThat(report(name)).isEqualTo(expected);
  }

  /** H1: whatever the mistake beside it, a secret written into a config is not repeated. */
  @ParameterizedTest
  @MethodSource("configs")
  void repeatsNoSecret(String name) throws IOException {
    assertThat(report(name)).doesNotContain("hunter", "hvs.", "battery", "MIIE");
  }

  @Test
  void findsFiveMistakesAtOnce() throws IOException {
    assertThat(report("five-mistakes").lines())
        .filteredOn(line -> line.contains("-->"))
        .extracting(String::strip)
        .containsExactly(
            "--> keybearer.yaml:2:37",
            "--> keybearer.yaml:5:5",
            "--> keybearer.yaml:9:12",
            "--> keybearer.yaml:11:20",
            "--> keybearer.yaml:12:18");
  }

  private static String report(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve(name + ".yaml"));
    Source source = Source.of("keybearer.yaml", text);
    ConfigFailure failure = catchThrowableOfType(ConfigFailure.class, () -> Config.read(source));
    return failure.report().render(Paint.PLAIN);
  }

  static List<String> configs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.substring(0, file.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }
}
