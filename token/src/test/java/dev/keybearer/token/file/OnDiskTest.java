package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store on the real disk (S3, H1). */
class OnDiskTest {
  @TempDir private Path parent;
  private Path directory = Path.of("");

  @BeforeEach
  void nameDirectory() {
    directory = parent.resolve("store");
  }

  private FileTokenStore open() {
    return FileTokenStore.open(directory, Act.KEYS, Duration.ZERO, Clock.systemUTC());
  }

  private void write() {
    try (FileTokenStore store = open()) {
      Act.commit("a", 1).run().accept(store);
    }
  }

  private StoreFailure assertRefused(StoreFailure.Kind kind) {
    StoreFailure failure = catchThrowableOfType(StoreFailure.class, () -> open().close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(directory.toString());
    return failure;
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.toList();
    }
  }

  @Test
  void letsNobodyElseIn() throws IOException {
    write();
    Files.write(directory.resolve("a.item"), new byte[] {1});
    try (FileTokenStore store = open()) {
      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.recover("a"))).isNotNull();
    }
    for (Path each : everything()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .as(each.toString())
          .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
    }
    assertThat(everything()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx--x---", "rwx-----x", "rwxr-xr-x", "rwx---r--", "rwx----w-"})
  void refusesADirectoryThatOthersCanEnter(String mode) throws IOException {
    write();
    chmod(directory, mode);

    assertThat(assertRefused(StoreFailure.Kind.UNREADABLE)).hasMessageContaining("chmod 700");

    chmod(directory, "rwx------");
    open().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.item", "marks", "lock"})
  void refusesAFileThatOthersCanReach(String file) throws IOException {
    write();
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw------x")) {
      chmod(directory.resolve(file), mode);
      assertThat(assertRefused(StoreFailure.Kind.UNREADABLE)).hasMessageContaining("chmod 600");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.item", "marks", "lock"})
  void refusesALinkInThePlaceOfAFile(String file) throws IOException {
    write();
    Path elsewhere = parent.resolve("elsewhere");
    Files.move(directory.resolve(file), elsewhere);
    Files.createSymbolicLink(directory.resolve(file), elsewhere);

    assertThat(assertRefused(StoreFailure.Kind.UNREADABLE)).hasMessageContaining(file);
  }

  @Test
  void refusesALinkInThePlaceOfTheDirectory() throws IOException {
    write();
    Path elsewhere = parent.resolve("elsewhere");
    Files.move(directory, elsewhere);
    Files.createSymbolicLink(directory, elsewhere);

    assertRefused(StoreFailure.Kind.UNREADABLE);
  }

  @Test
  void followsNoLinkThatAppearsWhileItIsOpen() throws IOException {
    Path elsewhere = parent.resolve("elsewhere");
    try (FileTokenStore store = open()) {
      Act.commit("a", 1).run().accept(store);
      Files.move(directory.resolve("a.item"), elsewhere);
      Files.createSymbolicLink(directory.resolve("a.item"), elsewhere);

      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.recover("a")).kind())
          .isEqualTo(StoreFailure.Kind.UNREADABLE);
    }
  }

  @Test
  void namesTheParentThatIsMissing() {
    directory = parent.resolve("missing").resolve("store");

    assertRefused(StoreFailure.Kind.UNWRITABLE);
  }

  @Test
  void sweepsWhatAKilledWriterLeft() throws IOException {
    write();
    Files.write(directory.resolve("a.item.tmp"), new byte[] {1});
    Files.write(directory.resolve("marks.tmp"), new byte[] {1});

    open().close();

    assertThat(everything()).hasSize(4);
  }

  @Test
  void ignoresAnInterrupt() throws IOException {
    Thread.currentThread().interrupt();
    try (FileTokenStore store = open()) {
      Act.commit("a", 1).run().accept(store);
      Act.prepare("a", 1).run().accept(store);
      assertThat(Act.found(store)).hasToString("{a=1 prepared}");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void writesNoSecretReadably() throws IOException {
    String canary = "canary-7f3a9c51-token-that-must-not-leak";
    try (FileTokenStore store = open()) {
      store.commit(Item.of("a", 1, Secret.of(canary)));
      store.prepare("a", 1);
      store.commit(Item.of("a", 2, Secret.of(canary + canary)));
    }
    Files.write(directory.resolve("a.item"), new byte[] {0}, StandardOpenOption.APPEND);
    StringBuilder said = new StringBuilder();
    try (FileTokenStore store = open()) {
      Item next = Item.of("a", 3, Secret.of(canary));
      for (Throwable t = catchThrowableOfType(StoreFailure.class, () -> store.commit(next));
          t != null;
          t = t.getCause()) {
        said.append(t);
      }
      store.commit(next);
      said.append(catchThrowableOfType(StoreFailure.class, () -> store.prepare("a", 1)));
    }
    for (Path each : everything()) {
      said.append(each);
      if (Files.isRegularFile(each)) {
        said.append(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(said).contains("KBITEM", "KBMARK").doesNotContain(forms(canary));
  }

  /** The marker as it is, in hex, and in base64 from each of the three offsets. */
  private static String[] forms(String canary) {
    byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
    Base64.Encoder base64 = Base64.getEncoder();
    return Stream.concat(
            Stream.of(canary, HexFormat.of().formatHex(bytes)),
            Stream.of("", "x", "xx")
                .map(pad -> base64.encodeToString((pad + canary).getBytes(StandardCharsets.UTF_8)))
                .map(text -> text.substring(4, text.length() - 4)))
        .toArray(String[]::new);
  }

  @Test
  void keepsTheOrderOfEveryNameUnderManyThreads() throws Exception {
    int names = 4;
    long generations = 10;
    ExecutorService threads = Executors.newFixedThreadPool(2 * names);
    try (FileTokenStore store = open()) {
      List<Future<?>> running =
          Stream.iterate(0, i -> i + 1)
              .limit(2L * names)
              .<Future<?>>map(i -> threads.submit(() -> renew(store, "n" + i / 2, generations)))
              .toList();
      for (Future<?> each : running) {
        each.get(60, TimeUnit.SECONDS);
      }
      for (int i = 0; i < names; i++) {
        Item item = store.recover("n" + i).orElseThrow();
        assertThat(item.generation()).isEqualTo(generations);
        assertThat(item.value().matches(Act.value("n" + i, generations))).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Two of these compete for each name; whoever is late finds a conflict and looks again. */
  private static void renew(FileTokenStore store, String name, long last) {
    long seen = 0;
    while (seen < last) {
      try {
        if (seen > 0) {
          store.prepare(name, seen);
        }
        store.commit(Item.of(name, seen + 1, Act.value(name, seen + 1)));
      } catch (StoreFailure e) {
        assertThat(e.kind()).isEqualTo(StoreFailure.Kind.CONFLICT);
      }
      long resting = store.recover(name).map(Item::generation).orElse(0L);
      assertThat(resting).isGreaterThan(seen);
      seen = resting;
    }
  }

  @Test
  void holdsAsMuchAsItPromisesAndNotOneByteMore() {
    try (FileTokenStore store = open()) {
      Secret largest = Secret.of(new byte[Content.VALUE_LIMIT]);
      store.commit(Item.of("a".repeat(Slot.NAME_LIMIT), 1, largest));
      Item beyond = Item.of("b", 1, Secret.of(new byte[Content.VALUE_LIMIT + 1]));

      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.commit(beyond)).kind())
          .isEqualTo(StoreFailure.Kind.UNWRITABLE);
      Item found = store.recover("a".repeat(Slot.NAME_LIMIT)).orElseThrow();
      assertThat(found.value().matches(largest)).isTrue();
    }
  }
}
