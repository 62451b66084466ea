package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.StoreFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One store at a time has the directory (S3). */
class InUseTest {
  @TempDir private Path parent;
  private Path directory = Path.of("");

  @BeforeEach
  void nameDirectory() {
    directory = parent.resolve("store");
  }

  private void assertInUse() {
    StoreFailure failure =
        catchThrowableOfType(StoreFailure.class, () -> Renewer.open(directory).close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.IN_USE);
    assertThat(failure)
        .hasMessageContaining(directory.resolve("lock").toString())
        .hasMessageContaining("fuser");
  }

  @Test
  void refusesWhatAnotherProcessHas() throws Exception {
    try (Renewer other = Renewer.start(directory)) {
      other.await(1);

      assertInUse();

      long last = other.kill(Duration.ZERO);
      try (FileTokenStore store = Renewer.open(directory)) {
        assertThat(Renewer.step(store.recover("a"))).isGreaterThanOrEqualTo(last);
      }
    }
  }

  /** Closing a second handle of the file would let go of the lock of the first. */
  @Test
  void keepsOtherProcessesOutAfterASecondStoreOfTheSameProcessWasRefused() throws Exception {
    try (FileTokenStore store = Renewer.open(directory)) {
      assertInUse();
      try (Renewer other = Renewer.start(directory)) {
        assertThat(other.isRefused()).isTrue();
      }
      Act.commit("a", 1).run().accept(store);
    }
    Renewer.open(directory).close();
  }

  @Test
  void letsGoWhenItIsNotOpenedAfterAll() {
    Renewer.open(directory).close();
    SealingKeys wrong = SealingKeys.of(Act.key(9));
    assertThat(
            catchThrowableOfType(
                StoreFailure.class,
                () ->
                    FileTokenStore.open(directory, wrong, Duration.ZERO, Clock.systemUTC())
                        .close()))
        .isNotNull();

    Renewer.open(directory).close();
  }

  @Test
  void waitsUntilTheOtherLetsGo() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> second;
      try (FileTokenStore first = Renewer.open(directory)) {
        second = threads.submit(() -> openPatiently(waiting));
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(first.recover("a")).isEmpty();
      }
      second.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private void openPatiently(CountDownLatch waiting) {
    waiting.countDown();
    FileTokenStore.open(directory, Act.KEYS, Duration.ofSeconds(30), Clock.systemUTC()).close();
  }

  @Test
  void stopsWaitingWhenInterrupted() {
    try (FileTokenStore first = Renewer.open(directory)) {
      Thread.currentThread().interrupt();
      StoreFailure failure =
          catchThrowableOfType(
              StoreFailure.class,
              () ->
                  FileTokenStore.open(
                          directory, Act.KEYS, Duration.ofMinutes(10), Clock.systemUTC())
                      .close());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.IN_USE);
      assertThat(first.recover("a")).isEmpty();
    }
  }
}
