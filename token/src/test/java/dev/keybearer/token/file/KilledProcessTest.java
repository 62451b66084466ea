package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes while they write (S6, F18). */
class KilledProcessTest {
  private static final int LANES = 2;
  private static final int KILLS_PER_LANE = 26;

  @TempDir private Path parent;

  @Test
  void isNeverTornNeverBackwardsAndKeepsEveryAcknowledgedStep() throws Exception {
    long seed = System.nanoTime();
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        Random random = new Random(seed + i);
        Path directory = parent.resolve("store-" + i);
        work.add(() -> killAgainAndAgain(directory, random, seed));
      }
      for (Future<Long> lane : lanes.invokeAll(work, 5, TimeUnit.MINUTES)) {
        assertThat(lane.get()).as("seed %d", seed).isGreaterThan(KILLS_PER_LANE);
      }
    } finally {
      lanes.shutdownNow();
    }
  }

  private static long killAgainAndAgain(Path directory, Random random, long seed) throws Exception {
    long resting = 0;
    for (int kill = 0; kill < KILLS_PER_LANE; kill++) {
      long said;
      try (Renewer renewer = Renewer.start(directory)) {
        // Every fourth dies while it starts, the others up to two steps after a step.
        boolean starting = kill % 4 == 3;
        long first = renewer.await(starting ? 0 : 1 + random.nextInt(8));
        long rest =
            renewer.kill(Duration.ofNanos(random.nextInt(starting ? 400_000_000 : 20_000_000)));
        said = Math.max(resting, Math.max(first, rest));
      }
      try (FileTokenStore store = Renewer.open(directory)) {
        resting = Renewer.step(store.recover("a"));
      }
      assertThat(resting).as("seed %d, kill %d", seed, kill).isBetween(said, said + 1);
    }
    return resting;
  }
}
