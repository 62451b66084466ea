package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.secret.Secret;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sum over all marks (S1). */
class HeadTest {
  private static final Head NONE = Head.none(1);
  private static final Mark FIRST = new Mark(1, 1);

  private static Head again(Head head) {
    return Objects.requireNonNull(Head.decode(head.encode(), head.key(), head.high()));
  }

  @Test
  void comesToTheSameOneByOneAndAtOnce() {
    Random random = new Random(7);
    Map<String, Mark> marks = new HashMap<>();
    Head head = NONE;
    for (int serial = 1; serial < 500; serial++) {
      String name = "item " + random.nextInt(20);
      Mark after = random.nextInt(3) == 0 ? null : new Mark(serial, random.nextInt(2));
      head = head.at(serial, 1).with(name, marks.get(name), after);
      if (after == null) {
        marks.remove(name);
      } else {
        marks.put(name, after);
      }
      assertThat(head.over(marks).sum()).isEqualTo(head.sum());
    }
  }

  @Test
  void changesWithSerialKeyAndName() {
    List<Head> different =
        List.of(
            NONE,
            NONE.with("a", null, FIRST),
            NONE.with("b", null, FIRST),
            NONE.with("a", null, new Mark(2, 1)),
            NONE.with("a", null, new Mark(1, 2)),
            NONE.with("a", null, FIRST).with("b", null, FIRST));
    assertThat(different).extracting(Head::sum).doesNotHaveDuplicates();
  }

  @Test
  void differsBetweenStores() {
    assertThat(Head.none(1).with("a", null, FIRST).sum())
        .isNotEqualTo(NONE.with("a", null, FIRST).sum());
  }

  @Test
  void readsBackSumsOfAnyLength() {
    BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (BigInteger sum :
        List.of(BigInteger.ZERO, BigInteger.ONE, most.shiftRight(1), most.shiftRight(9), most)) {
      Head head = new Head(NONE.markKey(), sum, 5, 3, 9);
      Head read = again(head);
      assertThat(read.sum()).isEqualTo(sum);
      assertThat(List.of(read.key(), read.since(), read.high())).containsExactly(5L, 3L, 9L);
      assertThat(read.markKey().matches(NONE.markKey())).isTrue();
    }
  }

  @Test
  void refusesAnyOtherLength() {
    for (int length : List.of(0, 71, 73)) {
      assertThat(Head.decode(Secret.of(new byte[length]), 1, 1)).isNull();
    }
  }

  @Test
  void wearsAKeyOutAfterItsWrites() {
    long last = 10 + (1L << 30);
    Head head = NONE.at(11, 2);
    assertThat(head.at(last - 1, 2).isKeyWornOut(2)).isFalse();
    assertThat(head.at(last, 2).isKeyWornOut(2)).isTrue();
    assertThat(head.at(last, 2).isKeyWornOut(3)).isFalse();
    assertThat(head.at(last, 3).isKeyWornOut(3)).isFalse();
  }
}
