package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.StoreFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes the marks of a store while it is closed (S1, S8, F27). */
class LostMarksTest {
  private static final Path MARKS = FakeDisk.STORE.resolve("marks");
  private static final Path QUARANTINE = FakeDisk.STORE.resolve("quarantine");

  private final FakeDisk disk = new FakeDisk();
  private byte[] firstMarks = {};
  private byte[] laterMarks = {};
  private byte[] lastMarks = {};

  @BeforeEach
  void writeTwoItems() {
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      firstMarks = disk.content(MARKS);
      Act.commit("a", 1).run().accept(store);
      laterMarks = disk.content(MARKS);
      Act.commit("a", 2).run().accept(store);
      Act.commit("b", 1).run().accept(store);
      lastMarks = disk.content(MARKS);
    }
  }

  private static StoreFailure startRefused(FakeDisk disk, SealingKeys keys) {
    StoreFailure failure =
        catchThrowableOfType(StoreFailure.class, () -> Act.open(disk, keys).close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
    assertThat(failure).hasMessageContaining("/store/marks");
    return failure;
  }

  /** Nothing is empty without a word: each item is refused by itself. */
  private static void assertEveryItemRefused(FakeDisk disk) {
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      for (String name : List.of("a", "b", "a")) {
        StoreFailure failure = catchThrowableOfType(StoreFailure.class, () -> store.recover(name));
        assertThat(failure).as(name).isNotNull();
        assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
      }
      Act.commit("a", 1).run().accept(store);
      store.forget("b");
      assertThat(Act.found(store)).hasToString("{a=1}");
    }
  }

  @Test
  void refusesStartOnceWhenTheMarksAreGone() {
    disk.take(MARKS);

    assertThat(startRefused(disk, Act.KEYS)).hasMessageContaining("gone");

    assertEveryItemRefused(disk);
  }

  @Test
  void refusesStartAndPutsAsideMarksWithAnyBitFlipped() {
    int left = 0;
    for (int bit = 0; bit < 8 * lastMarks.length; bit++) {
      byte[] flipped = lastMarks.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      FakeDisk copy = disk.afterKill();
      copy.put(MARKS, flipped);
      startRefused(copy, Act.KEYS);
      if (copy.files(QUARANTINE).isEmpty()) {
        left++;
        assertThat(copy.content(MARKS)).isEqualTo(flipped);
        startRefused(copy, Act.KEYS);
        continue;
      }
      assertThat(copy.content(copy.files(QUARANTINE).get(0))).isEqualTo(flipped);
      if (bit % 8 == 0) {
        assertEveryItemRefused(copy);
      }
    }
    // The version of the format and the id of the key: they may be right and this program wrong.
    assertThat(left).isEqualTo(16 + 64);
  }

  @Test
  void refusesStartWhenTheMarksAreCutShort() {
    for (int length = 0; length < lastMarks.length; length++) {
      FakeDisk copy = disk.afterKill();
      copy.put(MARKS, Arrays.copyOf(lastMarks, length));
      startRefused(copy, Act.KEYS);
      assertThat(copy.files(QUARANTINE)).hasSize(1);
    }
  }

  @Test
  void refusesItemInTheGuiseOfMarks() {
    disk.put(MARKS, disk.content(FakeDisk.STORE.resolve("a.item")));

    startRefused(disk, Act.KEYS);

    assertEveryItemRefused(disk);
  }

  @Test
  void touchesNothingWhenTheKeyIsWrong() {
    List<Path> before = disk.files(FakeDisk.STORE);

    assertThat(startRefused(disk, SealingKeys.of(Act.key(9)))).hasMessageContaining("key");

    assertThat(disk.files(FakeDisk.STORE)).isEqualTo(before);
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      assertThat(Act.found(store)).hasToString("{a=2, b=1}");
    }
  }

  @Test
  void refusesStartWhenOlderMarksWerePutBack() {
    for (byte[] older : List.of(firstMarks, laterMarks)) {
      FakeDisk copy = disk.afterKill();
      copy.put(MARKS, older);
      startRefused(copy, Act.KEYS);
      assertThat(copy.content(copy.files(QUARANTINE).get(0))).isEqualTo(older);
      assertEveryItemRefused(copy);
    }
  }

  @Test
  void isNeverEmptyAfterAPowerCutWhileItRefuses() {
    disk.put(MARKS, new byte[0]);
    for (int operation = 0; ; operation++) {
      FakeDisk copy = disk.afterKill().cutBefore(operation);
      try {
        Act.open(copy, Act.KEYS).close();
      } catch (FakeDisk.PowerCut e) {
        copy.afterPowerCut().forEach(LostMarksTest::assertRefusedInTheEnd);
      } catch (StoreFailure e) {
        return;
      }
    }
  }

  private static void assertRefusedInTheEnd(FakeDisk found) {
    try {
      Act.open(found, Act.KEYS).close();
    } catch (StoreFailure e) {
      assertThat(e.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
    }
    assertEveryItemRefused(found);
  }

  @Test
  void takesPutAsideMarksBack() {
    disk.put(MARKS, new byte[0]);
    startRefused(disk, Act.KEYS);

    disk.put(MARKS, lastMarks);

    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      assertThat(Act.found(store)).hasToString("{a=2, b=1}");
    }
  }
}
