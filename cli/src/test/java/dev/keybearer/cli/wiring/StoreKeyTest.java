package dev.keybearer.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a store, as those find it who come at any moment. */
class StoreKeyTest {
  private static final int RACERS = 8;
  private static final int RACES = 50;

  @TempDir private Path folder;

  @Test
  void isForItsOwnerAloneAndTheOnlyFileThatIsLeft() throws IOException {
    assertThat(StoreKey.make(key())).isTrue();

    assertThat(Files.readString(key())).matches("[A-Za-z0-9+/]{43}=\\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(key());
    }
  }

  @Test
  void isMadeOnceAndIsWholeForWhoeverFindsItWhenManyBeginAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
      for (int race = 0; race < RACES; race++) {
        Path key = folder.resolve("key-" + race);
        CountDownLatch gate = new CountDownLatch(1);
        List<Future<Racer>> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
          racers.add(
              threads.submit(
                  () -> {
                    gate.await();
                    boolean made = StoreKey.make(key);
                    return new Racer(made, Files.readString(key));
                  }));
        }
        gate.countDown();
        assertOneKey(racers);
      }
    }
  }

  private static void assertOneKey(List<Future<Racer>> racers) throws Exception {
    Set<String> found = new HashSet<>();
    int made = 0;
    for (Future<Racer> each : racers) {
      found.add(each.get().found());
      made += each.get().made() ? 1 : 0;
    }
    assertThat(made).isEqualTo(1);
    assertThat(found).singleElement().asString().hasSize(45);
  }

  @Test
  void isLeftAsTheUserBroughtIt() throws IOException {
    Files.writeString(key(), "mine");

    assertThat(StoreKey.make(key())).isFalse();
    assertThat(key()).hasContent("mine");
  }

  @Test
  void isNotMadeWhereALinkLeadsNowhere() throws IOException {
    Files.createSymbolicLink(key(), folder.resolve("elsewhere"));

    assertThat(StoreKey.make(key())).isFalse();
    assertThat(Files.exists(folder.resolve("elsewhere"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void isNotMadeWithoutAFolder() {
    assertThatThrownBy(() -> StoreKey.make(folder.resolve("none").resolve("key")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path key() {
    return folder.resolve("keybearer.key");
  }

  /** What one of many that begin at once found. */
  private record Racer(boolean made, String found) {}
}
