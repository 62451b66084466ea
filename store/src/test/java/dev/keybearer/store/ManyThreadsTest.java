package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads on one store (S7, F20). */
class ManyThreadsTest {
  private static final int THREADS = 16;
  private static final int GENERATIONS = 25;

  @TempDir private Path parent;

  @Test
  void givesEveryGenerationToOneOfManyAndLosesNone() throws Exception {
    Bench bench = new Bench(parent.resolve("store"));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier gate = new CyclicBarrier(THREADS);
    try (SqliteTokenStore store = bench.open()) {
      List<Callable<Integer>> racers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String own = "own " + i;
        racers.add(
            () -> {
              gate.await(10, TimeUnit.SECONDS);
              return race(store, own);
            });
      }
      int won = 0;
      for (Future<Integer> racer : threads.invokeAll(racers, 60, TimeUnit.SECONDS)) {
        won += racer.get();
      }
      assertThat(won).isEqualTo(GENERATIONS);
    } finally {
      threads.shutdownNow();
    }
    try (SqliteTokenStore store = bench.open()) {
      assertThat(store.recover("a").orElseThrow().generation()).isEqualTo(GENERATIONS);
      for (int i = 0; i < THREADS; i++) {
        assertThat(store.recover("own " + i).orElseThrow().generation()).isEqualTo(GENERATIONS);
      }
    }
  }

  @Test
  void finishesTheWriteOfAnInterruptedThread() {
    Bench bench = new Bench(parent.resolve("store"));
    try (SqliteTokenStore store = bench.open()) {
      Thread.currentThread().interrupt();
      store.commit(Bench.item("a", 1));
      store.prepare("a", 1);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.found(store)).hasToString("{a=1 prepared}");
    }
  }

  /** How many generations of the common item this thread was the one to write. */
  private static int race(SqliteTokenStore store, String own) {
    int won = 0;
    for (int generation = 1; generation <= GENERATIONS; generation++) {
      store.commit(Bench.item(own, generation));
      won += isMine(store, generation) ? 1 : 0;
    }
    return won;
  }

  /** The value is the thread's own: nobody else's commit of the generation is taken for it. */
  private static boolean isMine(SqliteTokenStore store, long generation) {
    try {
      store.commit(Item.of("a", generation, Secret.random()));
      return true;
    } catch (StoreFailure e) {
      assertThat(e.kind()).isEqualTo(StoreFailure.Kind.CONFLICT);
      return false;
    }
  }
}
