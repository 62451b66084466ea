package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.sink.FileSink.Rotation;
import dev.keybearer.stream.Delivery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches whose lines are more than a portion: never are all of them in memory. */
class LargeBatchTest {
  private static final Delivery SMALL = Deliveries.message(1);
  private static final Delivery HALF = large("a");
  private static final List<Delivery> BATCH = List.of(HALF, large("b"), large("c"));

  @TempDir private Path folder;

  @Test
  void isCutBetweenLinesAsSoonAsAPortionIsFull() {
    LinePortions lines = LinePortions.of(BATCH);
    List<String> portions = new ArrayList<>();
    while (lines.hasNext()) {
      portions.add(new String(lines.next(), StandardCharsets.UTF_8));
    }

    assertThat(portions.equals(List.of(lines(BATCH.subList(0, 2)), lines(BATCH.subList(2, 3)))))
        .as("compared without printing them")
        .isTrue();
  }

  @Test
  void isOnePortionWhereItIsSmall() {
    LinePortions lines = LinePortions.of(List.of(HALF, SMALL));

    assertThat(lines.next()).hasSize(lines(List.of(HALF, SMALL)).length());
    assertThat(lines.hasNext()).isFalse();
    assertThat(lines.left()).isZero();
  }

  @Test
  void countsWhatIsLeftAndLeavesItThere() {
    LinePortions lines = LinePortions.of(Collections.nCopies(5, HALF));
    long all = lines.left();
    long first = lines.next().length;

    assertThat(lines.left()).isEqualTo(all - first);
    assertThat(lines.left()).isEqualTo(lines.next().length + lines.next().length);
    assertThat(lines.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void staysInOneFile(int lacking) throws Exception {
    long small = lines(List.of(SMALL)).length();
    long large = lines(BATCH).length();
    try (FileSink sink = FileSink.open(file(), new Rotation(small + large - lacking, 1))) {
      sink.receive(List.of(SMALL));
      sink.receive(BATCH);
    }

    assertThat(Files.size(file())).isEqualTo(lacking == 0 ? small + large : large);
    assertThat(Files.exists(folder.resolve("out.jsonl.1"))).isEqualTo(lacking == 1);
  }

  /** So that a full disk does not gather the first part of a batch again and again. */
  @Test
  void isTakenAwayWhenItCouldNotBeWrittenWhole() throws Exception {
    try (FileSink sink = FileSink.open(file(), Rotation.USUAL)) {
      sink.receive(List.of(SMALL));
      assertThatThrownBy(() -> sink.receive(new Broken(BATCH)))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(Files.size(file())).isGreaterThan(LinePortions.PORTION);

      sink.receive(List.of(SMALL));
    }

    assertThat(file()).hasContent(lines(List.of(SMALL, SMALL)));
  }

  @Test
  void isPrintedLineByLine() throws Exception {
    StringWriter printed = new StringWriter();
    LineSink.to(new PrintWriter(printed)).receive(BATCH);

    assertThat(printed.toString().equals(lines(BATCH))).isTrue();
  }

  private static Delivery large(String id) {
    return Deliveries.message("eu", id, "1", "\"" + "x".repeat(LinePortions.PORTION / 2) + "\"");
  }

  private static String lines(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(each -> DeliveryLine.of(each) + "\n")
        .collect(Collectors.joining());
  }

  private Path file() {
    return folder.resolve("out.jsonl");
  }

  /** Memory runs out when its last delivery, which was counted, is to be written. */
  private static final class Broken extends AbstractList<Delivery> {
    private final List<Delivery> all;
    private boolean counted;

    Broken(List<Delivery> all) {
      this.all = all;
    }

    @Override
    public Delivery get(int index) {
      if (index < all.size() - 1) {
        return all.get(index);
      }
      if (counted) {
        throw new OutOfMemoryError("told to");
      }
      counted = true;
      return all.get(index);
    }

    @Override
    public int size() {
      return all.size();
    }
  }
}
