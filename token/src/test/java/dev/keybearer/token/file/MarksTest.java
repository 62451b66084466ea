package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static final UUID STORE = new UUID(1, 2);

  private static Marks of(int items) {
    Map<String, Marks.Mark> marks =
        IntStream.range(0, items)
            .boxed()
            .collect(Collectors.toMap(i -> i + ".item", i -> new Marks.Mark(false, i + 1L, 7)));
    return new Marks(STORE, 7, 1, items, new TreeMap<>(marks));
  }

  @Test
  void readsWhatItWrote() throws Distrusted {
    Marks marks = of(3).with("~".repeat(255), new Marks.Mark(true, 9, 8));

    assertThat(Marks.of(marks.envelope())).isEqualTo(marks);
    assertThat(marks.high()).isEqualTo(9);
  }

  @Test
  void fitsTheLargestMarksIntoTheLimitOfTheirFile() {
    Map<String, Marks.Mark> longest =
        IntStream.range(0, Marks.LIMIT)
            .boxed()
            .collect(Collectors.toMap("%0255d"::formatted, i -> new Marks.Mark(false, 1, 7)));
    Marks marks = new Marks(STORE, Act.KEYS.current().id(), 1, 1, new TreeMap<>(longest));

    assertThat(marks.envelope().seal(Act.KEYS)).hasSize(Marks.FILE_LIMIT);
  }

  @Test
  void isFullAtItsLimit() {
    assertThat(of(Marks.LIMIT - 1).isFullFor("new.item")).isFalse();
    assertThat(of(Marks.LIMIT).isFullFor("new.item")).isTrue();
    assertThat(of(Marks.LIMIT).isFullFor("0.item")).isFalse();
  }

  @Test
  void wearsAKeyOutAtItsLimit() {
    long last = 100 + Marks.WRITES_PER_KEY - 1;

    assertThat(new Marks(STORE, 7, 100, last - 1, new TreeMap<>()).isKeyWornOut(7)).isFalse();
    assertThat(new Marks(STORE, 7, 100, last, new TreeMap<>()).isKeyWornOut(7)).isTrue();
    assertThat(new Marks(STORE, 7, 100, last, new TreeMap<>()).isKeyWornOut(8)).isFalse();
    assertThat(new Marks(STORE, 7, 100, last, new TreeMap<>()).under(8, last + 1))
        .isEqualTo(new Marks(STORE, 8, last + 1, last + 1, new TreeMap<>()));
  }

  @Test
  void refusesContentCutShortAnywhere() {
    Envelope whole = of(2).envelope();
    for (int length = 0; length < whole.content().length; length++) {
      Envelope cut = new Envelope(whole.label(), Arrays.copyOf(whole.content(), length));
      assertThatThrownBy(() -> Marks.of(cut)).isInstanceOf(Distrusted.class);
    }
  }
}
