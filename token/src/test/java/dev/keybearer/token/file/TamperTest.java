package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes the items of a store while it is closed (S1, S8, F27). */
class TamperTest {
  private static final Path A = FakeDisk.STORE.resolve("a.item");
  private static final Path B = FakeDisk.STORE.resolve("b.item");
  private static final Path QUARANTINE = FakeDisk.STORE.resolve("quarantine");

  private final FakeDisk original = new FakeDisk();
  private byte[] firstOfA = {};
  private byte[] secondOfA = {};
  private byte[] preparedA = {};

  @BeforeEach
  void writeTwoItems() {
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      Act.commit("a", 1).run().accept(store);
      firstOfA = original.content(A);
      Act.commit("a", 2).run().accept(store);
      secondOfA = original.content(A);
      Act.prepare("a", 2).run().accept(store);
      preparedA = original.content(A);
      Act.commit("b", 1).run().accept(store);
    }
  }

  /** The item is refused as long as nobody logs in again, its bytes are kept, b is not harmed. */
  private void assertRefused(byte[] found, String reason) {
    FakeDisk disk = original.afterKill();
    disk.put(A, found);
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      StoreFailure failure = unreadable(store, "a");
      Path aside = onlyOneAside(disk);
      assertThat(aside.getFileName()).hasToString("20261120T120000.000Z-" + reason + "-a.item");
      assertThat(disk.content(aside)).isEqualTo(found);
      assertThat(failure).hasMessageContaining(A + " ").hasMessageContaining(aside + ";");
    }
    assertLoudUntilLogin(disk);
  }

  private static Path onlyOneAside(FakeDisk disk) {
    List<Path> aside = disk.files(QUARANTINE);
    assertThat(aside).hasSize(1);
    return aside.get(0);
  }

  private static void assertLoudUntilLogin(FakeDisk disk) {
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      assertThat(unreadable(store, "a").isVacant()).isTrue();
      assertThat(unreadable(store, "a").isVacant()).isTrue();
      assertThat(store.recover("b")).isPresent();
      Act.commit("a", 1).run().accept(store);
      assertThat(Act.found(store)).hasToString("{a=1, b=1}");
      onlyOneAside(disk);
    }
  }

  private static StoreFailure unreadable(FileTokenStore store, String name) {
    StoreFailure failure = catchThrowableOfType(StoreFailure.class, () -> store.recover(name));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
    return failure;
  }

  @Test
  void refusesItemWithAnyBitFlipped() {
    for (int bit = 0; bit < 8 * preparedA.length; bit++) {
      byte[] flipped = preparedA.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      FakeDisk disk = original.afterKill();
      disk.put(A, flipped);
      try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
        unreadable(store, "a");
        assertThat(disk.content(onlyOneAside(disk))).as("bit %d", bit).isEqualTo(flipped);
      }
    }
  }

  @Test
  void refusesItemCutShortAnywhere() {
    for (int length = 1; length < preparedA.length; length++) {
      FakeDisk disk = original.afterKill();
      disk.put(A, Arrays.copyOf(preparedA, length));
      try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
        unreadable(store, "a");
        onlyOneAside(disk);
      }
    }
    assertRefused(Arrays.copyOf(preparedA, Envelope.LEAST_LENGTH - 1), "malformed");
    assertRefused(Arrays.copyOf(preparedA, Envelope.LEAST_LENGTH), "malformed");
    assertRefused(Arrays.copyOf(preparedA, Envelope.LEAST_LENGTH + 1), "altered");
  }

  @Test
  void refusesItemWithBytesAfterItsEnd() {
    assertRefused(Arrays.copyOf(preparedA, preparedA.length + 1), "altered");
  }

  @Test
  void refusesFileFarTooLong() {
    FakeDisk disk = original.afterKill();
    disk.put(A, Arrays.copyOf(preparedA, Content.FILE_LIMIT + 2));
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      unreadable(store, "a");
    }
  }

  @Test
  void refusesEmptyFile() {
    assertRefused(new byte[0], "empty");
  }

  @Test
  void refusesGarbage() {
    assertRefused(
        "{\"refresh_token\": \"by hand\"}".repeat(9).getBytes(StandardCharsets.UTF_8), "malformed");
  }

  @Test
  void refusesItemOfAnotherName() {
    assertRefused(original.content(B), "misplaced");
  }

  @Test
  void refusesMarksInTheGuiseOfAnItem() {
    assertRefused(original.content(FakeDisk.STORE.resolve("marks")), "misplaced");
  }

  @Test
  void refusesBothOfTwoSwappedItems() {
    FakeDisk disk = original.afterKill();
    disk.put(A, original.content(B));
    disk.put(B, original.content(A));
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      unreadable(store, "a");
      unreadable(store, "b");
      assertThat(disk.files(QUARANTINE)).hasSize(2);
    }
  }

  @Test
  void refusesOlderGenerationPutBack() {
    assertRefused(firstOfA, "outdated");
  }

  @Test
  void refusesSameGenerationPutBackWithoutItsAnnouncement() {
    assertRefused(secondOfA, "outdated");
  }

  @Test
  void refusesItemSealedUnderAnotherKey() {
    assertRefused(itemOf(SealingKeys.of(Act.key(2))), "foreign-key");
  }

  @Test
  void refusesItemOfAnotherStoreUnderTheSameKey() {
    assertRefused(itemOf(Act.KEYS), "other-store");
  }

  private static byte[] itemOf(SealingKeys keys) {
    FakeDisk other = new FakeDisk();
    try (FileTokenStore store = Act.open(other, keys)) {
      Act.commit("a", 2).run().accept(store);
    }
    return other.content(A);
  }

  @Test
  void refusesOlderItemPutBackWhileTheStoreIsOpen() {
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      original.put(A, firstOfA);

      unreadable(store, "a");
    }
  }

  @Test
  void refusesForgottenItemPutBackOnceAndThenHasNothing() {
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      store.forget("a");
      Act.commit("b", 2).run().accept(store);
    }
    original.put(A, preparedA);
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      unreadable(store, "a");
      assertThat(store.recover("a")).isEmpty();
      assertThat(original.content(onlyOneAside(original))).isEqualTo(preparedA);
    }
  }

  @Test
  void missesItemThatWasTakenAway() {
    original.take(A);
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      assertThat(unreadable(store, "a")).hasMessageContaining("/store/a.item is gone");
    }
    original.put(A, preparedA);
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      assertThat(Act.found(store)).hasToString("{a=2 prepared, b=1}");
    }
  }

  @Test
  void letsTheMissingItemBeForgotten() {
    original.take(A);
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      store.forget("a");
      assertThat(store.recover("a")).isEmpty();
    }
  }

  @Test
  void overwritesNothingItRefuses() {
    original.put(A, firstOfA);
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      Item next = Item.of("a", 3, Act.value("a", 3));
      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.commit(next)).kind())
          .isEqualTo(StoreFailure.Kind.UNREADABLE);
      assertThat(original.content(onlyOneAside(original))).isEqualTo(firstOfA);

      store.commit(next);
      assertThat(Act.found(store)).hasToString("{a=3, b=1}");
    }
  }

  @Test
  void keepsEveryFileItPutAsideInTheSameInstant() {
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      for (int i = 0; i < 3; i++) {
        original.put(A, new byte[i + 1]);
        unreadable(store, "a");
      }
      assertThat(original.files(QUARANTINE))
          .extracting(path -> original.content(path).length)
          .containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  @Test
  void isNeverEmptyAfterAPowerCutWhileItPutsAside() {
    original.put(A, firstOfA);
    for (int operation = 0; ; operation++) {
      FakeDisk disk = original.afterKill().cutBefore(operation);
      try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
        store.recover("a");
      } catch (FakeDisk.PowerCut e) {
        disk.afterPowerCut().forEach(this::assertPutAside);
      } catch (StoreFailure e) {
        for (FakeDisk found : disk.afterPowerCut()) {
          assertThat(found.content(onlyOneAside(found))).isEqualTo(firstOfA);
        }
        return;
      }
    }
  }

  private void assertPutAside(FakeDisk found) {
    FakeDisk disk = found.afterKill().cutBefore(Integer.MAX_VALUE);
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      unreadable(store, "a");
      assertThat(disk.content(onlyOneAside(disk))).isEqualTo(firstOfA);
    }
  }

  @Test
  void writesOverAnUnfinishedFileThatWasNotSwept() {
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      original.put(FakeDisk.STORE.resolve("a.item.tmp"), firstOfA);

      Act.commit("a", 3).run().accept(store);

      assertThat(Act.found(store)).hasToString("{a=3, b=1}");
    }
  }

  @Test
  void leavesInPlaceWhatCannotBePutAside() {
    original.put(A, firstOfA);
    original.put(QUARANTINE, new byte[0]);
    try (FileTokenStore store = Act.open(original, Act.KEYS)) {
      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.recover("a"))).isNotNull();
      assertThat(original.content(A)).isEqualTo(firstOfA);
    }
  }
}
