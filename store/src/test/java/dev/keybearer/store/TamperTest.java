package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.StoreFailure.Kind;
import dev.keybearer.token.file.SealingKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes the rows of a store while it is closed (S1, S8, F27). */
class TamperTest {
  @TempDir private Path parent;
  private Bench bench = new Bench(Path.of(""));
  private byte[] firstOfA = {};
  private byte[] secondOfA = {};

  @BeforeEach
  void writeTwoItems() throws SQLException {
    bench = new Bench(parent.resolve("store"));
    try (SqliteTokenStore store = bench.open()) {
      store.commit(Bench.item("a", 1));
      firstOfA = bench.sealed("a");
      store.commit(Bench.item("a", 2));
      secondOfA = bench.sealed("a");
      store.prepare("a", 2);
      store.commit(Bench.item("b", 1));
    }
  }

  private void putBack(String name, byte[] sealed) throws SQLException {
    assertThat(bench.change("UPDATE item SET sealed = ? WHERE name = ?", sealed, name)).isOne();
  }

  /** The item is refused until somebody logs in again, what was found is kept, b is not harmed. */
  private void assertRefused(byte[] found, String reason) throws SQLException {
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.failure(Kind.UNREADABLE, () -> store.recover("a")).isVacant()).isTrue();
    }
    assertThat(bench.look("SELECT reason FROM quarantine")).containsExactly(reason);
    assertThat((byte[]) bench.look("SELECT sealed FROM quarantine").get(0)).isEqualTo(found);
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.failure(Kind.UNREADABLE, () -> store.recover("a")).isVacant()).isTrue();
      Bench.failure(Kind.UNREADABLE, () -> store.prepare("a", 2));
      assertThat(store.recover("b")).isPresent();
      store.commit(Bench.item("a", 1));
      assertThat(Bench.found(store)).hasToString("{a=1, b=1}");
    }
  }

  @Test
  void refusesItemWithAnyByteFlipped() throws SQLException {
    byte[] right = bench.sealed("a");
    try (SqliteTokenStore store = bench.open()) {
      for (int i = 0; i < right.length; i++) {
        byte[] flipped = right.clone();
        flipped[i] ^= (byte) (1 << i % 8);
        putBack("a", flipped);
        Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
        bench.change("INSERT INTO item (name, generation, sealed) VALUES ('a', 2, ?)", right);
      }
    }
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.found(store)).hasToString("{a=2 prepared, b=1}");
    }
    assertThat(bench.look("SELECT sealed FROM quarantine")).hasSize(right.length);
  }

  @Test
  void refusesItemCutShort() throws SQLException {
    byte[] found = Arrays.copyOf(bench.sealed("a"), 40);
    putBack("a", found);
    assertRefused(found, "malformed");
  }

  @Test
  void refusesEmptyItem() throws SQLException {
    putBack("a", new byte[0]);
    assertRefused(new byte[0], "empty");
  }

  @Test
  void refusesOlderGenerationPutBack() throws SQLException {
    putBack("a", firstOfA);
    bench.change("UPDATE item SET generation = 1 WHERE name = 'a'");
    assertRefused(firstOfA, "outdated");
  }

  @Test
  void refusesSameGenerationPutBackWithoutItsAnnouncement() throws SQLException {
    putBack("a", secondOfA);
    assertRefused(secondOfA, "outdated");
  }

  @Test
  void refusesAnotherGenerationWrittenBesideTheSeal() throws SQLException {
    bench.change("UPDATE item SET generation = 1 WHERE name = 'a'");
    assertRefused(bench.sealed("a"), "altered");
  }

  @Test
  void refusesBothOfTwoSwappedItems() throws SQLException {
    byte[] a = bench.sealed("a");
    putBack("a", bench.sealed("b"));
    putBack("b", a);
    try (SqliteTokenStore store = bench.open()) {
      Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
      Bench.failure(Kind.UNREADABLE, () -> store.recover("b"));
    }
    assertThat(bench.look("SELECT reason FROM quarantine")).containsOnly("misplaced").hasSize(2);
  }

  @Test
  void refusesItemOfAnotherStoreUnderTheSameKey() throws SQLException {
    Bench other = new Bench(parent.resolve("other"));
    try (SqliteTokenStore store = other.open()) {
      store.commit(Bench.item("a", 2));
    }
    putBack("a", other.sealed("a"));
    assertRefused(other.sealed("a"), "other-store");
  }

  @Test
  void refusesItemSealedUnderAnotherKey() throws SQLException {
    Bench other = new Bench(parent.resolve("other"));
    try (SqliteTokenStore store = other.open(SealingKeys.of(Bench.key(2)))) {
      store.commit(Bench.item("a", 2));
    }
    putBack("a", other.sealed("a"));
    assertRefused(other.sealed("a"), "foreign-key");
  }

  @Test
  void refusesOlderItemPutBackWhileTheStoreIsOpen() throws SQLException {
    try (SqliteTokenStore store = bench.open()) {
      putBack("a", secondOfA);
      Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
    }
  }

  @Test
  void missesItemThatWasTakenAwayAndTakesItBack() throws SQLException {
    byte[] right = bench.sealed("a");
    bench.change("DELETE FROM item WHERE name = 'a'");
    try (SqliteTokenStore store = bench.open()) {
      StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
      assertThat(failure).hasMessageContaining("the item a in " + bench.database() + " is gone");
    }
    bench.change("INSERT INTO item (name, generation, sealed) VALUES ('a', 2, ?)", right);
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.found(store)).hasToString("{a=2 prepared, b=1}");
    }
  }

  @Test
  void letsTheMissingItemBeForgotten() throws SQLException {
    bench.change("DELETE FROM item WHERE name = 'a'");
    try (SqliteTokenStore store = bench.open()) {
      store.forget("a");
      assertThat(Bench.found(store)).hasToString("{b=1}");
    }
  }

  @Test
  void refusesForgottenItemPutBackOnceAndThenHasNothing() throws SQLException {
    byte[] forgotten = bench.sealed("a");
    try (SqliteTokenStore store = bench.open()) {
      store.forget("a");
    }
    bench.change("INSERT INTO item (name, generation, sealed) VALUES ('a', 2, ?)", forgotten);
    try (SqliteTokenStore store = bench.open()) {
      Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
      assertThat(store.recover("a")).isEmpty();
    }
    assertThat(bench.look("SELECT reason FROM quarantine")).containsExactly("unlisted");
  }

  @Test
  void overwritesNothingItRefuses() throws SQLException {
    putBack("a", firstOfA);
    try (SqliteTokenStore store = bench.open()) {
      Bench.failure(Kind.UNREADABLE, () -> store.commit(Bench.item("a", 3)));
      store.commit(Bench.item("a", 3));
      assertThat(Bench.found(store)).hasToString("{a=3, b=1}");
    }
    assertThat((byte[]) bench.look("SELECT sealed FROM quarantine").get(0)).isEqualTo(firstOfA);
  }

  /** The start fails once; after it every item is missed by name until its next login. */
  private void assertAllDistrusted() {
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(failure).hasMessageContaining("head of " + bench.database());
    try (SqliteTokenStore store = bench.open()) {
      Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
      Bench.failure(Kind.UNREADABLE, () -> store.recover("b"));
      store.commit(Bench.item("a", 1));
      store.forget("b");
    }
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.found(store)).hasToString("{a=1}");
    }
  }

  @Test
  void distrustsAllWhenAnItemComesBackWithItsMark() throws SQLException {
    Object serial = bench.look("SELECT serial - 1 FROM mark WHERE name = 'a'").get(0);
    putBack("a", secondOfA);
    bench.change("UPDATE mark SET serial = ? WHERE name = 'a'", serial);
    assertAllDistrusted();
    assertThat(bench.look("SELECT reason FROM quarantine")).containsOnly("outdated").hasSize(3);
  }

  @Test
  void distrustsAllWhenAMarkIsGoneWithItsItem() throws SQLException {
    bench.change("DELETE FROM item WHERE name = 'a'");
    bench.change("DELETE FROM mark WHERE name = 'a'");
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(failure).hasMessageContaining("1 items");
  }

  @Test
  void distrustsAllWhenTheHeadIsGone() throws SQLException {
    bench.change("DELETE FROM head");
    assertAllDistrusted();
  }

  @Test
  void distrustsAllWhenTheHeadWasChanged() throws SQLException {
    byte[] head = (byte[]) bench.look("SELECT sealed FROM head").get(0);
    head[head.length - 1] ^= 1;
    bench.change("UPDATE head SET sealed = ?", head);
    assertAllDistrusted();
  }

  @Test
  void distrustsAllWhenAnItemStandsInThePlaceOfTheHead() throws SQLException {
    bench.change("UPDATE head SET sealed = ?", bench.sealed("a"));
    assertAllDistrusted();
  }

  @Test
  void distrustsAllWhenTheStoreIsGivenAnotherId() throws SQLException {
    bench.change("UPDATE head SET store_id = 'no id'");
    assertAllDistrusted();
  }

  @Test
  void distrustsAllWhenAnOlderHeadComesBack() throws SQLException {
    byte[] head = (byte[]) bench.look("SELECT sealed FROM head").get(0);
    try (SqliteTokenStore store = bench.open()) {
      store.commit(Bench.item("a", 3));
    }
    bench.change("UPDATE head SET sealed = ?", head);
    assertAllDistrusted();
  }

  /** Nothing inside can tell: the limit that the documentation names. */
  @Test
  void doesNotSeeTheWholeDatabasePutBack() throws Exception {
    Path copy = parent.resolve("copy");
    Files.copy(bench.database(), copy);
    try (SqliteTokenStore store = bench.open()) {
      store.commit(Bench.item("a", 3));
    }
    Files.copy(copy, bench.database(), StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(bench.database(), PosixFilePermissions.fromString("rw-------"));
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.found(store)).hasToString("{a=2 prepared, b=1}");
    }
  }
}
