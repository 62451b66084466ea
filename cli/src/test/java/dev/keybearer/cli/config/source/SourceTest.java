package dev.keybearer.cli.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.cli.config.source.Problem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
  @TempDir private Path folder;

  @Test
  void countsLinesAsYamlDoes() throws IOException {
    assertThat(read("a: 1\r\nb: 2\rc: 3\n".getBytes(StandardCharsets.UTF_8)).lines())
        .containsExactly("a: 1", "b: 2", "c: 3", "");
  }

  @Test
  void passesOverByteOrderMark() throws IOException {
    assertThat(read(bytes(0xEF, 0xBB, 0xBF, 'a')).text()).isEqualTo("a");
  }

  @Test
  void saysWhichByteIsNotUtf8() throws IOException {
    Problem problem = problemWith(bytes('a', '\n', 0xC3, 0xA4, 'b', 0xFF, 'c'));

    assertThat(problem.kind()).isEqualTo(Kind.ENCODING);
    assertThat(problem.span()).isEqualTo(Span.at(2, 3));
  }

  @Test
  void refusesTextThatEndsInTheMiddleOfACharacter() throws IOException {
    assertThat(problemWith(bytes('a', 0xC3)).kind()).isEqualTo(Kind.ENCODING);
  }

  @Test
  void readsTheLargestFile() throws IOException {
    assertThat(read(new byte[Source.LARGEST]).text()).hasSize(Source.LARGEST);
  }

  @Test
  void refusesFileOneByteLarger() throws IOException {
    assertThat(problemWith(new byte[Source.LARGEST + 1]).kind()).isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void saysThatThereIsNoFile() {
    ConfigFailure failure =
        catchThrowableOfType(ConfigFailure.class, () -> Source.read(Path.of("no-such.yaml")));

    assertThat(failure.report().render(Paint.PLAIN))
        .isEqualTo(
            """
            error[config/no-file]: there is no file "no-such.yaml"
              --> no-such.yaml

            no-such.yaml: 1 error
            """);
  }

  @Test
  void saysThatAFolderIsNoFile() {
    ConfigFailure failure = catchThrowableOfType(ConfigFailure.class, () -> Source.read(folder));

    assertThat(failure.report().problems())
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .endsWith("it is a folder");
  }

  private Problem problemWith(byte[] bytes) {
    ConfigFailure failure = catchThrowableOfType(ConfigFailure.class, () -> read(bytes));
    return failure.report().problems().getFirst();
  }

  private Source read(byte[] bytes) throws IOException {
    return Source.read(Files.write(folder.resolve("keybearer.yaml"), bytes));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
