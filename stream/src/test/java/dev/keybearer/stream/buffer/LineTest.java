package dev.keybearer.stream.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a receiver stays in order and in bounds. */
class LineTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  @TempDir Path folder;

  @Test
  void isFullAtItsLimitAndNotBefore() {
    Line line = new Line(Buffering.blocking().holding(2));
    line.add(message(1));
    assertThat(line.isFull()).isFalse();
    line.add(message(2));
    assertThat(line.isFull()).isTrue();
    line.add(message(3)); // was read already
    assertThat(bodies(line)).containsExactly("1", "2", "3");
  }

  @Test
  void spillsWhatDoesNotFitAndKeepsTheOrder() throws IOException {
    Line line = new Line(Buffering.spilling(folder).holding(4));
    List<String> expected = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (int n = 1; n <= 100; n++) {
      line.add(message(n));
      expected.add(Integer.toString(n));
      if (n % 10 == 0) {
        line.take(3).forEach(parcel -> taken.add(body(parcel)));
      }
    }
    assertThat(line.isFull()).isFalse();
    assertThat(line.size()).isEqualTo(70);
    taken.addAll(bodies(line));
    assertThat(taken).isEqualTo(expected);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing is left behind").isEmpty();
    }
  }

  @Test
  void spillsMessagesAndGapsWithEverythingTheyHold() {
    Line line = new Line(Buffering.spilling(folder).holding(1));
    Message whole =
        new Message(
            "s",
            "t",
            "id",
            "7",
            "{\"é\":\"😀\"}",
            "key",
            START.plusNanos(5),
            Message.Origin.DOUBTFUL);
    Gap gap =
        new Gap(
            "s", List.of("a", "b"), START, START.plusSeconds(1), Gap.Cause.DROPPED, true, false);
    line.add(message(1));
    line.add(whole);
    line.add(gap);
    line.add(message(2));
    List<Delivery> all = new ArrayList<>();
    for (List<Parcel> taken = line.take(9); !taken.isEmpty(); taken = line.take(9)) {
      taken.forEach(parcel -> all.add(((Parcel.Goods) parcel).delivery()));
    }
    assertThat(all).containsExactly(message(1), whole, gap, message(2));
  }

  @Test
  void losesNothingAndIsFullWhereTheDiskTakesNothing() throws IOException {
    Path noFolder = Files.createFile(folder.resolve("file"));
    Line line = new Line(Buffering.spilling(noFolder).holding(1));
    line.add(message(1));
    assertThat(line.isFull()).isFalse();
    line.add(message(2));
    line.add(message(3));
    assertThat(line.isFull()).isTrue();
    assertThat(line.size()).isEqualTo(3);
    assertThat(bodies(line)).containsExactly("1", "2", "3");
    assertThat(line.isFull()).isFalse();
  }

  /** An interrupted thread closes the file under its hands: nothing can be written or read. */
  @Test
  void tellsOfTheStretchThatCannotBeReadFromTheDisk() {
    Line line = new Line(Buffering.spilling(folder).holding(2));
    IntStream.rangeClosed(1, 6).forEach(n -> line.add(message(n)));
    assertThat(line.take(1)).containsExactly(new Parcel.Goods(message(1))); // 3 comes in
    Thread.currentThread().interrupt();
    line.add(message(7));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(line.isFull()).isTrue();
    List<Parcel> rest = new ArrayList<>();
    for (List<Parcel> taken = line.take(2); !taken.isEmpty(); taken = line.take(2)) {
      rest.addAll(taken);
    }
    Gap lost =
        new Gap(
            "s",
            List.of("t"),
            START.plusSeconds(3),
            START.plusSeconds(6).plusNanos(1),
            Gap.Cause.OVERFLOWN,
            false,
            false);
    assertThat(rest)
        .containsExactly(
            new Parcel.Goods(message(2)),
            new Parcel.Goods(message(3)),
            new Parcel.Goods(lost),
            new Parcel.Goods(message(7)));
    assertThat(line.isFull()).isFalse();
  }

  @Test
  void dropsTheOldestAndSaysSo() {
    Line line = new Line(Buffering.dropping().holding(3));
    IntStream.rangeClosed(1, 5).forEach(n -> line.add(message(n)));
    List<Parcel> first = line.take(9);
    assertThat(first)
        .containsExactly(
            new Parcel.Goods(
                new Gap(
                    "s",
                    List.of("t"),
                    START.plusSeconds(1),
                    START.plusSeconds(2).plusNanos(1),
                    Gap.Cause.OVERFLOWN,
                    false,
                    false)));
    assertThat(bodies(line)).containsExactly("3", "4", "5");
  }

  @Test
  void dropsTheOldestAlsoBehindAGapAndABeginning() {
    Line line = new Line(Buffering.dropping().holding(3));
    line.begin("t", "0");
    line.add(message(1));
    line.mark("1");
    line.add(
        new Gap(
            "s",
            List.of("t", "u"),
            START.plusSeconds(2),
            START.plusSeconds(4),
            Gap.Cause.DROPPED,
            true,
            false));
    IntStream.rangeClosed(5, 100).forEach(n -> line.add(message(n)));
    assertThat(line.size()).isEqualTo(3);
    Gap stretch =
        new Gap(
            "s",
            List.of("t", "u"),
            START.plusSeconds(1),
            START.plusSeconds(98).plusNanos(1),
            Gap.Cause.OVERFLOWN,
            false,
            false);
    assertThat(line.take(9)).as("one stretch").containsExactly(new Parcel.Goods(stretch));
    assertThat(line.take(9)).containsExactly(new Parcel.Beginning("t", "0"));
    assertThat(bodies(line)).containsExactly("99", "100");
  }

  @Test
  void handsAGapOverAlone() {
    Line line = new Line(Buffering.blocking());
    Gap gap =
        new Gap("s", List.of("t"), START, START.plusSeconds(1), Gap.Cause.DROPPED, false, false);
    line.add(message(1));
    line.add(message(2));
    line.add(gap);
    line.add(message(3));
    assertThat(line.take(9)).hasSize(2);
    assertThat(line.take(9)).containsExactly(new Parcel.Goods(gap));
    assertThat(line.take(9)).hasSize(1);
    assertThat(line.take(9)).isEmpty();
  }

  private static Message message(int number) {
    String text = Integer.toString(number);
    return new Message(
        "s", "t", text, null, text, text, START.plusSeconds(number), Message.Origin.LIVE);
  }

  private static List<String> bodies(Line line) {
    List<String> bodies = new ArrayList<>();
    for (List<Parcel> taken = line.take(2); !taken.isEmpty(); taken = line.take(2)) {
      taken.forEach(parcel -> bodies.add(body(parcel)));
    }
    return bodies;
  }

  private static String body(Parcel parcel) {
    return ((Message) ((Parcel.Goods) parcel).delivery()).body();
  }
}
