package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes while they write (S6, F18). */
class KilledProcessTest {
  private static final int KILLS = 28;

  @TempDir private Path parent;

  @Test
  void isNeverTornNeverBackwardsAndKeepsEveryAcknowledgedStep() throws Exception {
    Path directory = parent.resolve("store");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long resting = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long said;
      try (Renewer renewer = Renewer.start(directory)) {
        // Every fourth dies while it starts, the others up to a few steps after a step.
        boolean starting = kill % 4 == 3;
        long first = renewer.await(starting ? 0 : 1 + random.nextInt(8));
        long rest =
            renewer.kill(Duration.ofNanos(random.nextInt(starting ? 400_000_000 : 20_000_000)));
        said = Math.max(resting, Math.max(first, rest));
      }
      try (SqliteTokenStore store = Bench.open(directory)) {
        resting = Renewer.step(store.recover("a"));
      }
      assertThat(resting).as("seed %d, kill %d", seed, kill).isBetween(said, said + 1);
    }
    assertThat(resting).as("seed %d", seed).isGreaterThan(KILLS / 2);
  }
}
