package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.file.FakeDisk.PowerCut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Puts a new key in the place of an old one (S2). */
class RotationTest {
  private static final SealingKeys OLD = SealingKeys.of(Act.key(1));
  private static final SealingKeys NEW = SealingKeys.of(Act.key(2));
  private static final SealingKeys BOTH = NEW.withOlder(Act.key(1));
  private static final String ITEMS = "{a=1 prepared, b=1}";

  private final FakeDisk disk = new FakeDisk();

  @BeforeEach
  void writeUnderTheOldKey() {
    try (FileTokenStore store = Act.open(disk, OLD)) {
      Act.commit("a", 1).run().accept(store);
      Act.commit("b", 1).run().accept(store);
      Act.prepare("a", 1).run().accept(store);
    }
  }

  private static String found(FakeDisk disk, SealingKeys keys) {
    try (FileTokenStore store = Act.open(disk, keys)) {
      return Act.found(store).toString();
    }
  }

  private static void assertKeyMissed(FakeDisk disk, SealingKeys keys) {
    StoreFailure failure =
        catchThrowableOfType(StoreFailure.class, () -> Act.open(disk, keys).close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
    assertThat(failure).hasMessageContaining("older");
    assertThat(disk.files(FakeDisk.STORE.resolve("quarantine"))).isEmpty();
  }

  @Test
  void readsOldAndWritesNew() {
    try (FileTokenStore store = Act.open(disk, BOTH)) {
      assertThat(Act.found(store)).hasToString(ITEMS);
      Act.commit("a", 2).run().accept(store);
    }
    assertKeyMissed(disk, OLD);
    assertKeyMissed(disk, NEW);
    assertThat(found(disk, BOTH)).isEqualTo("{a=2, b=1}");
  }

  @Test
  void needsTheOldKeyNoMoreAfterResealing() {
    try (FileTokenStore store = Act.open(disk, BOTH)) {
      assertThat(store.reseal()).isEqualTo(2);
      assertThat(store.reseal()).isZero();
    }
    assertThat(found(disk, NEW)).isEqualTo(ITEMS);
    assertKeyMissed(disk, OLD);
  }

  @Test
  void resealsAStoreInWhichNothingRests() {
    FakeDisk empty = new FakeDisk();
    Act.open(empty, OLD).close();
    try (FileTokenStore store = Act.open(empty, BOTH)) {
      assertThat(store.reseal()).isZero();
    }
    assertThat(found(empty, NEW)).isEqualTo("{}");
  }

  @Test
  void losesNothingWhenResealingIsCutOffAnywhere() {
    for (int operation = 0; ; operation++) {
      FakeDisk cut = disk.afterKill().cutBefore(operation);
      try (FileTokenStore store = Act.open(cut, BOTH)) {
        store.reseal();
        return;
      } catch (PowerCut e) {
        List<FakeDisk> found = new ArrayList<>(cut.afterPowerCut());
        found.add(cut.afterKill());
        found.forEach(RotationTest::assertResealedInTheEnd);
      }
    }
  }

  private static void assertResealedInTheEnd(FakeDisk disk) {
    try (FileTokenStore store = Act.open(disk, BOTH)) {
      assertThat(Act.found(store)).hasToString(ITEMS);
      store.reseal();
    }
    assertThat(found(disk, NEW)).isEqualTo(ITEMS);
  }

  @Test
  void resealsTheOthersWhenOneIsDamaged() {
    Path a = FakeDisk.STORE.resolve("a.item");
    disk.put(a, new byte[] {1});
    try (FileTokenStore store = Act.open(disk, BOTH)) {
      assertThatThrownBy(store::reseal)
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("/store/a.item");
    }
    try (FileTokenStore store = Act.open(disk, NEW)) {
      assertThat(store.recover("b")).isPresent();
      assertThatThrownBy(() -> store.recover("a")).isInstanceOf(StoreFailure.class);
    }
  }

  @Test
  void rotatesFiveTimesUnderLoadWithoutOneError() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int next = 2; next < 7; next++) {
        SealingKeys keys = SealingKeys.of(Act.key(next)).withOlder(Act.key(next - 1));
        AtomicBoolean resealed = new AtomicBoolean();
        long generation = next;
        try (FileTokenStore store = Act.open(disk, keys)) {
          Future<Integer> reader = threads.submit(() -> readUntil(store, resealed));
          Future<?> writer = threads.submit(() -> Act.commit("b", generation).run().accept(store));
          store.reseal();
          resealed.set(true);
          writer.get(10, TimeUnit.SECONDS);
          assertThat(reader.get(10, TimeUnit.SECONDS)).isPositive();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(found(disk, SealingKeys.of(Act.key(6)))).isEqualTo("{a=1 prepared, b=6}");
  }

  private static int readUntil(FileTokenStore store, AtomicBoolean done) {
    int read = 0;
    do {
      assertThat(Act.found(store)).containsKeys("a", "b");
      read++;
    } while (!done.get());
    return read;
  }
}
