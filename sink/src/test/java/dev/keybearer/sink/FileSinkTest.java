package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.sink.FileSink.Rotation;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.ReceiverFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines in files, and what a crash leaves of them. */
class FileSinkTest {
  private static final int LINE = DeliveryLine.of(Deliveries.message(1)).length() + 1;

  @TempDir private Path folder;
  @TempDir private Path acknowledgements;

  @Test
  void appendsALineForEachDelivery() throws Exception {
    receive(Rotation.USUAL, List.of(Deliveries.message(1), Deliveries.gap()));
    receive(Rotation.USUAL, List.of(Deliveries.message(2)));

    assertThat(Files.readAllLines(file()))
        .containsExactly(
            DeliveryLine.of(Deliveries.message(1)),
            DeliveryLine.of(Deliveries.gap()),
            DeliveryLine.of(Deliveries.message(2)));
  }

  @Test
  void makesAFileThatNobodyElseReads() throws Exception {
    receive(Rotation.USUAL, List.of(Deliveries.message(1)));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"str",
        "{\"stream\":\"orders\",\"topic\":\"eu\",\"body\":{\"n\":1}",
        "{\"gap\":{"
      })
  void takesAwayALineThatACrashCutShort(String torn) throws Exception {
    Files.writeString(file(), DeliveryLine.of(Deliveries.message(1)) + "\n" + torn);

    receive(Rotation.USUAL, List.of(Deliveries.message(2)));

    assertThat(numbers(file())).containsExactly(1, 2);
  }

  @Test
  void takesAwayWhatAPowerCutLeftEmpty() throws Exception {
    Files.writeString(file(), DeliveryLine.of(Deliveries.message(1)) + "\n" + "\0".repeat(4_096));

    receive(Rotation.USUAL, List.of(Deliveries.message(2)));

    assertThat(numbers(file())).containsExactly(1, 2);
  }

  @Test
  void endsALineThatLacksNothingButItsEnd() throws Exception {
    Files.writeString(file(), DeliveryLine.of(Deliveries.message(1)));

    receive(Rotation.USUAL, List.of(Deliveries.message(2)));

    assertThat(numbers(file())).containsExactly(1, 2);
  }

  @Test
  void touchesNoFileOfSomebodyElse() throws Exception {
    Files.writeString(file(), "Dear diary");

    assertThatThrownBy(() -> FileSink.open(file(), Rotation.USUAL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no line of a stream");
    assertThat(file()).hasContent("Dear diary");
  }

  @Test
  void isTheOnlyWriter() throws Exception {
    try (FileSink first = FileSink.open(file(), Rotation.USUAL)) {
      assertThatThrownBy(() -> FileSink.open(file(), Rotation.USUAL))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process");
      first.receive(List.of(Deliveries.message(1)));
    }
    assertThat(numbers(file())).containsExactly(1);
  }

  @Test
  void stepsBackWhenTheNextLineWouldNotFit() throws Exception {
    try (FileSink sink = FileSink.open(file(), new Rotation(2L * LINE, 2))) {
      for (int number = 1; number <= 7; number++) {
        sink.receive(List.of(Deliveries.message(number)));
      }
    }

    assertThat(numbers(file())).containsExactly(7);
    assertThat(numbers(folder.resolve("out.jsonl.1"))).containsExactly(5, 6);
    assertThat(numbers(folder.resolve("out.jsonl.2"))).containsExactly(3, 4);
    assertThat(folder.resolve("out.jsonl.3")).doesNotExist();
  }

  /**
   * As when no new file could be opened behind one that stepped back: every try came here again.
   */
  @Test
  void stepsBackOnceHoweverOftenItTries() throws Exception {
    try (FileSink sink = FileSink.open(file(), new Rotation(LINE, 2))) {
      sink.receive(List.of(Deliveries.message(1)));
      sink.receive(List.of(Deliveries.message(2)));
      Files.move(folder.resolve("out.jsonl.1"), folder.resolve("out.jsonl.2"));
      Files.move(file(), folder.resolve("out.jsonl.1"));

      sink.receive(List.of(Deliveries.message(3)));
    }

    assertThat(numbers(file())).containsExactly(3);
    assertThat(numbers(folder.resolve("out.jsonl.1"))).containsExactly(2);
    assertThat(numbers(folder.resolve("out.jsonl.2"))).containsExactly(1);
  }

  /** As a crash or a fault halfway leaves them, however often it is tried again. */
  @Test
  void fillsANumberThatWasLeftOut() throws Exception {
    for (int number : new int[] {2, 3}) {
      Files.writeString(folder.resolve("out.jsonl." + number), "kept " + number);
    }
    try (FileSink sink = FileSink.open(file(), new Rotation(LINE, 3))) {
      sink.receive(List.of(Deliveries.message(1)));
      sink.receive(List.of(Deliveries.message(2)));

      assertThat(numbers(folder.resolve("out.jsonl.1"))).containsExactly(1);
      assertThat(folder.resolve("out.jsonl.2")).hasContent("kept 2");
      assertThat(folder.resolve("out.jsonl.3")).hasContent("kept 3");

      sink.receive(List.of(Deliveries.message(3)));
    }
    assertThat(numbers(folder.resolve("out.jsonl.1"))).containsExactly(2);
    assertThat(numbers(folder.resolve("out.jsonl.2"))).containsExactly(1);
    assertThat(folder.resolve("out.jsonl.3")).hasContent("kept 2");
  }

  @Test
  void keepsABatchWholeThatIsLargerThanAFile() throws Exception {
    List<Delivery> batch =
        List.of(Deliveries.message(1), Deliveries.message(2), Deliveries.message(3));
    receive(new Rotation(1, 1), batch);
    receive(new Rotation(1, 1), batch);

    assertThat(numbers(file())).containsExactly(1, 2, 3);
    assertThat(numbers(folder.resolve("out.jsonl.1"))).containsExactly(1, 2, 3);
  }

  @Test
  void saysWhichFileCannotBeWrittenAndWhy() throws Exception {
    try (FileSink sink = FileSink.open(file(), new Rotation(LINE, 1))) {
      sink.receive(List.of(Deliveries.message(1)));
      Files.createDirectories(folder.resolve("out.jsonl.1").resolve("inside"));

      assertThatThrownBy(() -> sink.receive(List.of(Deliveries.message(2))))
          .isInstanceOf(ReceiverFailure.class)
          .hasMessageStartingWith(file() + ": ");
    }
  }

  @Test
  void goesOnInAFileThatSomebodyEmptied() throws Exception {
    try (FileSink sink = FileSink.open(file(), Rotation.USUAL)) {
      sink.receive(List.of(Deliveries.message(1)));
      Files.newByteChannel(file(), StandardOpenOption.WRITE).truncate(0).close();
      sink.receive(List.of(Deliveries.message(2)));
    }
    assertThat(numbers(file())).containsExactly(2);
  }

  /** P10: what was acknowledged is there after kill -9, whole, and no line is glued to another. */
  @Test
  void losesNothingAcknowledgedToAKilledProcess() throws Exception {
    int next = 1;
    for (int kill = 0; kill < 3; kill++) {
      Path said = acknowledgements.resolve("run-" + kill);
      Process writer = writer(next, said);
      while (lines(said) < 20 + 13 * kill) {
        LockSupport.parkNanos(1_000_000);
      }
      writer.destroyForcibly().waitFor();
      int acknowledged = latest(said);

      receive(KilledWriter.ROTATION, List.of(Deliveries.message(1_000_000 + kill)));

      List<Integer> all = numbers();
      assertThat(all).doesNotHaveDuplicates();
      assertThat(all).containsAll(IntStream.rangeClosed(1, acknowledged).boxed().toList());
      next = all.stream().filter(number -> number < 1_000_000).max(Integer::compare).orElse(0) + 1;
    }
  }

  private Process writer(int first, Path said) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path")
                + File.pathSeparator
                + System.getProperty("jdk.module.path", ""),
            KilledWriter.class.getName(),
            file().toString(),
            Integer.toString(first))
        .redirectOutput(said.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long lines(Path said) throws IOException {
    return Files.exists(said) ? Files.readString(said).chars().filter(c -> c == '\n').count() : 0;
  }

  private static int latest(Path said) throws IOException {
    String text = Files.readString(said);
    List<String> whole = text.substring(0, text.lastIndexOf('\n')).lines().toList();
    return Integer.parseInt(whole.getLast());
  }

  private List<Integer> numbers() throws IOException {
    List<Integer> all = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path each : files.toList()) {
        all.addAll(numbers(each));
      }
    }
    return all;
  }

  private static List<Integer> numbers(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .peek(line -> assertThat(DeliveryLine.isJson(line)).as(line).isTrue())
        .map(line -> Integer.valueOf(line.replaceFirst(".*\"n\":([0-9]+).*", "$1")))
        .toList();
  }

  private void receive(Rotation rotation, List<Delivery> deliveries) throws IOException {
    try (FileSink sink = FileSink.open(file(), rotation)) {
      sink.receive(deliveries);
    }
  }

  private Path file() {
    return folder.resolve("out.jsonl");
  }
}
