package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.StoreFailure.Kind;
import dev.keybearer.token.file.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody else reads the files, and one store at a time has them (S3). */
class PrivateFolderTest {
  @TempDir private Path parent;
  private Bench bench = new Bench(Path.of(""));

  @BeforeEach
  void nameDirectory() {
    bench = new Bench(parent.resolve("store"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void allow(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void makesFilesThatOnlyItsOwnerReads() throws IOException {
    try (SqliteTokenStore store = bench.open()) {
      store.commit(Bench.item("a", 1));
      assertThat(mode(bench.directory())).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(bench.directory())) {
        for (Path file : files.toList()) {
          assertThat(mode(file)).as("%s", file).isEqualTo("rw-------");
        }
      }
      assertThat(bench.directory().resolve("items.db-wal")).exists();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx--x---", "rwx---r--", "rwxrwxrwx"})
  void refusesADirectoryThatOthersReach(String mode) throws IOException {
    bench.open().close();
    allow(bench.directory(), mode);
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(failure).hasMessageContaining("chmod 700");
  }

  @ParameterizedTest
  @ValueSource(strings = {"items.db", "items.db-wal", "items.db-shm", "items.db-journal", "lock"})
  void refusesAFileThatOthersReach(String file) throws IOException {
    bench.open().close();
    Path path = bench.directory().resolve(file);
    if (!Files.exists(path)) {
      Files.createFile(path);
    }
    allow(path, "rw-r-----");
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(failure).hasMessageContaining("chmod 600 " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"items.db", "items.db-wal", "lock"})
  void refusesALinkInThePlaceOfAFile(String file) throws IOException {
    bench.open().close();
    Path path = bench.directory().resolve(file);
    Files.deleteIfExists(path);
    Files.createSymbolicLink(path, Files.createFile(parent.resolve("elsewhere")));
    Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(parent.resolve("elsewhere")).isEmptyFile();
  }

  @Test
  void refusesAFileInThePlaceOfTheDirectory() throws IOException {
    Files.createFile(bench.directory());
    Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
  }

  @Test
  void refusesWhatAnotherProcessHas() throws Exception {
    try (Renewer other = Renewer.start(bench.directory())) {
      other.await(1);
      Bench.failure(Kind.IN_USE, () -> bench.open().close());
      long last = other.kill(Duration.ZERO);
      try (SqliteTokenStore store = bench.open()) {
        assertThat(Renewer.step(store.recover("a"))).isGreaterThanOrEqualTo(last);
      }
    }
  }

  @Test
  void keepsOtherProcessesOutAfterASecondStoreOfTheSameProcessWasRefused() throws Exception {
    try (SqliteTokenStore store = bench.open()) {
      Bench.failure(Kind.IN_USE, () -> bench.open().close());
      try (Renewer other = Renewer.start(bench.directory())) {
        assertThat(other.isRefused()).isTrue();
      }
      store.commit(Bench.item("a", 1));
    }
    bench.open().close();
  }

  @Test
  void letsGoWhenItIsNotOpenedAfterAll() {
    bench.open().close();
    for (int key : List.of(2, 3)) {
      Bench.failure(Kind.UNREADABLE, () -> bench.open(SealingKeys.of(Bench.key(key))).close());
    }
    bench.open().close();
  }
}
