package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.StoreFailure.Kind;
import dev.keybearer.token.file.HeldFolder;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that SQLite itself cannot read or write (S4, S8, F17, F19, F27). */
class DamagedDatabaseTest {
  @TempDir private Path parent;
  private Bench bench = new Bench(Path.of(""));

  @BeforeEach
  void writeItems() {
    bench = new Bench(parent.resolve("store"));
    try (SqliteTokenStore store = bench.open()) {
      for (int generation = 1; generation < 4; generation++) {
        store.commit(Bench.item("a", generation));
      }
    }
  }

  /** Refused as often as it is opened, and not one byte is changed. */
  private void assertLeftAlone(byte[] found) throws IOException {
    Files.write(bench.database(), found);
    for (int i = 0; i < 2; i++) {
      StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
      assertThat(failure).hasMessageContaining(bench.database() + " ");
      assertThat(Files.readAllBytes(bench.database())).isEqualTo(found);
    }
  }

  @Test
  void neverBeginsAnewOverAnEmptyFile() throws IOException {
    assertLeftAlone(new byte[0]);
  }

  @Test
  void refusesGarbage() throws IOException {
    assertLeftAlone(
        "{\"refresh_token\": \"by hand\"}".repeat(999).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesADatabaseCutShort() throws IOException {
    byte[] whole = Files.readAllBytes(bench.database());
    assertLeftAlone(Arrays.copyOf(whole, whole.length / 2));
    assertLeftAlone(Arrays.copyOf(whole, 4096));
  }

  @Test
  void refusesAnotherProgramsDatabase() throws Exception {
    bench.change("DROP TABLE schema_version");
    assertLeftAlone(Files.readAllBytes(bench.database()));
  }

  /** Each random damage is either harmless or told; a wrong value never comes out. */
  @Test
  void returnsNothingWrongFromADatabaseWithOneByteChanged() throws IOException {
    byte[] whole = Files.readAllBytes(bench.database());
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int told = 0;
    for (int i = 0; i < 60; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(bench.database(), changed);
      try (SqliteTokenStore store = bench.open()) {
        assertThat(Bench.found(store)).as("seed %d", seed).hasToString("{a=3}");
      } catch (StoreFailure e) {
        assertThat(e.kind()).as("seed %d", seed).isEqualTo(Kind.UNREADABLE);
        told++;
      }
    }
    assertThat(told).as("seed %d", seed).isLessThan(60);
  }

  @Test
  void neverBeginsAnewBesideAnOrphanedLog() throws IOException {
    Files.delete(bench.database());
    Path log = Files.createFile(bench.directory().resolve("items.db-wal"));
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(failure).hasMessageContaining("is gone");
    assertThat(bench.database()).doesNotExist();
  }

  /** A power cut leaves some beginning of the log: what comes out is some commit, whole. */
  @Test
  void findsSomeCommitWholeBehindALogCutAnywhere() throws IOException {
    byte[] database;
    byte[] log;
    try (SqliteTokenStore store = bench.open()) {
      for (int generation = 4; generation < 9; generation++) {
        store.prepare("a", generation - 1);
        store.commit(Bench.item("a", generation));
      }
      database = Files.readAllBytes(bench.database());
      log = Files.readAllBytes(bench.directory().resolve("items.db-wal"));
    }
    assertThat(log.length).isGreaterThan(10 * 4096);
    long last = 0;
    for (int length = 0; length <= log.length; length += 1373) {
      long step = stepAfterCut(database, Arrays.copyOf(log, length));
      assertThat(step).isGreaterThanOrEqualTo(last);
      last = step;
    }
    assertThat(stepAfterCut(database, log)).isEqualTo(15);
  }

  private long stepAfterCut(byte[] database, byte[] log) throws IOException {
    Files.write(bench.database(), database);
    Path beside = bench.directory().resolve("items.db-wal");
    Files.write(beside, log);
    Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
    try (SqliteTokenStore store = bench.open()) {
      return Renewer.step(store.recover("a"));
    }
  }

  @Test
  void keepsTheOldItemWhenFullAndTakesTheNewOneWhenThereIsRoom() {
    try (SqliteTokenStore store = openWith(24)) {
      StoreFailure failure = Bench.failure(Kind.UNWRITABLE, () -> store.commit(big(4)));
      assertThat(failure).hasMessageContaining("SQLITE_FULL");
      Bench.failure(Kind.UNWRITABLE, () -> store.commit(big(4)));
      assertThat(Bench.found(store)).hasToString("{a=3}");
      store.commit(Bench.item("a", 4));
      assertThat(Bench.found(store)).hasToString("{a=4}");
    }
    try (SqliteTokenStore store = openWith(4096)) {
      store.commit(big(5));
      assertThat(store.recover("a").orElseThrow().generation()).isEqualTo(5);
    }
  }

  private static Item big(long generation) {
    return Item.of("a", generation, Secret.of(new byte[1 << 18]));
  }

  private SqliteTokenStore openWith(int pages) {
    HeldFolder folder = HeldFolder.open(bench.directory(), Duration.ZERO);
    return SqliteTokenStore.open(
        folder, Bench.KEYS, () -> Bench.NOON, new SqliteFile.Shape(Schema.CURRENT, pages, 100));
  }

  @Test
  void saysThatAnotherProgramHoldsTheDatabase() throws Exception {
    try (SqliteTokenStore store = openWith(4096);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + bench.database())) {
      try (Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        Bench.failure(Kind.IN_USE, () -> store.commit(Bench.item("a", 4)));
        statement.execute("ROLLBACK");
      }
      store.commit(Bench.item("a", 4));
      assertThat(Bench.found(store)).hasToString("{a=4}");
    }
  }
}
