package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P10: kills real processes while they follow a stream. {@code benchmark/run stream-kills} does so
 * five hundred times.
 */
@Tag("slow")
class KilledStreamTest {
  private static final int LANES = 2;
  private static final int KILLS_PER_LANE = 13;

  @TempDir private Path parent;

  @Test
  void losesNothingAndFlagsEveryRepeatHoweverOftenItIsKilled() throws Exception {
    long seed = System.nanoTime();
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try (Scene scene = Scene.at(1)) {
      scene.issuer.habits().tokenLife(Duration.ofHours(1));
      scene.feed.habits().replay(1_000_000).latency(Duration.ZERO, Duration.ZERO);
      String token = scene.issuer.mint("svc");
      List<Lane> all = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        Path folder = Files.createDirectory(parent.resolve("lane-" + i));
        all.add(new Lane(scene, folder, token, new Random(seed + i)));
      }
      run(lanes, all.stream().<Callable<Boolean>>map(lane -> lane::begin).toList());
      try (Traffic traffic = scene.traffic(300, 0)) {
        run(lanes, all.stream().<Callable<Boolean>>map(lane -> lane::kill).toList());
        traffic.stop();
      }
      run(lanes, all.stream().<Callable<Boolean>>map(lane -> lane::finish).toList());
      for (Lane lane : all) {
        lane.judge("seed " + seed);
      }
    } finally {
      lanes.shutdownNow();
    }
  }

  private static void run(ExecutorService lanes, List<Callable<Boolean>> work) throws Exception {
    for (Future<Boolean> lane : lanes.invokeAll(work, 5, TimeUnit.MINUTES)) {
      assertThat(lane.get()).isTrue();
    }
  }

  /** One consumer through all its lives. */
  private record Lane(Scene scene, Path folder, String token, Random random) {
    private Follower start() throws Exception {
      return Follower.start(folder, scene.feed.uri(), token);
    }

    /** What is published from now on is its own. */
    private boolean begin() throws Exception {
      try (Follower follower = start()) {
        follower.awaitLive();
        return scene.isSo(Scene.PATIENCE, () -> Follower.hasPosition(folder));
      }
    }

    private boolean kill() throws Exception {
      for (int kill = 1; kill < KILLS_PER_LANE; kill++) {
        try (Follower follower = start()) {
          // Every fourth dies while it starts.
          boolean starting = kill % 4 == 3;
          if (!starting) {
            follower.awaitLive();
          }
          follower.kill(Duration.ofMillis(random.nextInt(starting ? 500 : 150)));
        }
      }
      return true;
    }

    private boolean finish() throws Exception {
      try (Follower follower = start()) {
        follower.awaitLive();
        return scene.isSo(Scene.PATIENCE, this::hasAll);
      }
    }

    private boolean hasAll() {
      try {
        Set<Long> had = new HashSet<>();
        Follower.book(folder).forEach(line -> had.add(line.number()));
        return had.size() == scene.feed.ledger().count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void judge(String run) throws Exception {
      Map<Long, Integer> times = new HashMap<>();
      Map<String, Long> latest = new HashMap<>();
      int repeats = 0;
      for (Follower.Line line : Follower.book(folder)) {
        int before = times.merge(line.number(), 1, Integer::sum) - 1;
        if (before == 0) {
          assertThat(line.number()).as(run).isGreaterThan(latest.getOrDefault(line.topic(), 0L));
          latest.put(line.topic(), line.number());
        } else {
          repeats++;
          assertThat(line.flagged()).as("%s: %s came %s times", run, line, before).isTrue();
        }
      }
      List<Long> published =
          scene.feed.ledger().messages().stream().map(Published::number).toList();
      assertThat(times.keySet()).as(run).containsExactlyInAnyOrderElementsOf(published);
      assertThat(published.size()).as("%s, %s repeats", run, repeats).isGreaterThan(KILLS_PER_LANE);
    }
  }
}
