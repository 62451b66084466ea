package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.StoreFailure.Kind;
import dev.keybearer.token.file.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts a new key in the place of an old one (S2). */
class RotationTest {
  private static final SealingKeys OLD = Bench.KEYS;
  private static final SealingKeys NEW = SealingKeys.of(Bench.key(2));
  private static final SealingKeys BOTH = NEW.withOlder(Bench.key(1));
  private static final String ITEMS = "{a=1 prepared, b=1}";

  @TempDir private Path parent;
  private Bench bench = new Bench(Path.of(""));

  @BeforeEach
  void writeUnderTheOldKey() {
    bench = new Bench(parent.resolve("store"));
    try (SqliteTokenStore store = bench.open(OLD)) {
      store.commit(Bench.item("a", 1));
      store.commit(Bench.item("b", 1));
      store.prepare("a", 1);
    }
  }

  private String found(SealingKeys keys) {
    try (SqliteTokenStore store = bench.open(keys)) {
      return Bench.found(store).toString();
    }
  }

  private void assertKeyMissed(SealingKeys keys) throws SQLException {
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open(keys).close());
    assertThat(failure).hasMessageContaining("older");
    assertThat(bench.look("SELECT name FROM quarantine")).isEmpty();
  }

  @Test
  void readsOldAndWritesNew() throws SQLException {
    try (SqliteTokenStore store = bench.open(BOTH)) {
      assertThat(Bench.found(store)).hasToString(ITEMS);
      store.commit(Bench.item("a", 2));
    }
    assertKeyMissed(OLD);
    assertKeyMissed(NEW);
    assertThat(found(BOTH)).isEqualTo("{a=2, b=1}");
  }

  @Test
  void needsTheOldKeyNoMoreAfterResealing() throws SQLException {
    try (SqliteTokenStore store = bench.open(BOTH)) {
      assertThat(store.reseal()).isEqualTo(2);
      assertThat(store.reseal()).isZero();
    }
    assertThat(found(NEW)).isEqualTo(ITEMS);
    assertKeyMissed(OLD);
  }

  @Test
  void resealsAStoreInWhichNothingRests() {
    bench = new Bench(parent.resolve("empty"));
    bench.open(OLD).close();
    try (SqliteTokenStore store = bench.open(BOTH)) {
      assertThat(store.reseal()).isZero();
    }
    assertThat(found(NEW)).isEqualTo("{}");
  }

  /** What a power cut or a kill leaves is some beginning of the log. */
  @Test
  void losesNothingWhenResealingIsCutOffAnywhere() throws IOException {
    Path log = bench.directory().resolve("items.db-wal");
    byte[] database;
    byte[] written;
    try (SqliteTokenStore store = bench.open(BOTH)) {
      store.reseal();
      database = Files.readAllBytes(bench.database());
      written = Files.readAllBytes(log);
    }
    assertThat(written.length).isGreaterThan(6 * 4096);
    for (int length = 0; length <= written.length; length += 1373) {
      Files.write(bench.database(), database);
      Files.write(log, Arrays.copyOf(written, length));
      Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
      try (SqliteTokenStore store = bench.open(BOTH)) {
        assertThat(Bench.found(store)).hasToString(ITEMS);
        store.reseal();
      }
      assertThat(found(NEW)).isEqualTo(ITEMS);
    }
  }

  @Test
  void resealsTheOthersWhenOneIsDamaged() throws SQLException {
    bench.change("UPDATE item SET sealed = x'01' WHERE name = 'a'");
    try (SqliteTokenStore store = bench.open(BOTH)) {
      Bench.failure(Kind.UNREADABLE, store::reseal);
    }
    try (SqliteTokenStore store = bench.open(NEW)) {
      assertThat(store.recover("b")).isPresent();
      Bench.failure(Kind.UNREADABLE, () -> store.recover("a"));
    }
  }

  @Test
  void rotatesFiveTimesUnderLoadWithoutOneError() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int next = 2; next < 7; next++) {
        SealingKeys keys = SealingKeys.of(Bench.key(next)).withOlder(Bench.key(next - 1));
        AtomicBoolean resealed = new AtomicBoolean();
        long generation = next;
        try (SqliteTokenStore store = bench.open(keys)) {
          Future<Integer> reader = threads.submit(() -> readUntil(store, resealed));
          Future<?> writer = threads.submit(() -> store.commit(Bench.item("b", generation)));
          store.reseal();
          resealed.set(true);
          writer.get(10, TimeUnit.SECONDS);
          assertThat(reader.get(10, TimeUnit.SECONDS)).isPositive();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(found(SealingKeys.of(Bench.key(6)))).isEqualTo("{a=1 prepared, b=6}");
  }

  private static int readUntil(SqliteTokenStore store, AtomicBoolean done) {
    int read = 0;
    do {
      assertThat(Bench.found(store)).containsKeys("a", "b");
      read++;
    } while (!done.get());
    return read;
  }
}
