package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.FilePositions;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.token.TokenSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P7, P8, P11, P12: many streams, many rotations, and what shows of them. */
@Tag("slow")
class ManyStreamsTest {
  @TempDir Path folder;

  /** P7: thirty streams and a caller that never pauses share a credential. */
  @Test
  void asksForOneTokenForEachRotationHoweverManyShareIt() throws Exception {
    try (Scene scene = Scene.at(10)) {
      TokenSource tokens = scene.tokens();
      List<Stream> streams = new ArrayList<>();
      for (int n = 0; n < 30; n++) {
        streams.add(scene.streams.open(scene.plan(), Receiver.each(scene::take)));
      }
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong calls = new AtomicLong();
      Thread caller =
          new Thread(
              () -> {
                while (!done.get()) {
                  tokens.get();
                  calls.incrementAndGet();
                }
              });
      caller.start();
      boolean rotated =
          scene.isSo(
              Scene.PATIENCE,
              () -> streams.stream().allMatch(stream -> stream.report().rotations() >= 2));
      done.set(true);
      caller.join();
      long generation = tokens.get().generation();
      assertThat(rotated).isTrue();
      assertThat(scene.asked()).isEqualTo((int) generation);
      assertThat(calls.get()).isGreaterThan(10_000);
    }
  }

  /** P8, in short: forty rotations leave behind what five leave. */
  @Test
  void leavesNothingBehindWhenItRotates() throws Exception {
    try (Scene scene = Scene.at(20);
        Stream stream = scene.open(plan -> plan)) {
      assertThat(rotate(scene, stream, 5)).isTrue();
      long before = descriptors();
      assertThat(rotate(scene, stream, 40)).isTrue();
      boolean settled =
          scene.isSo(
              Scene.PATIENCE,
              () -> scene.feed.counts().registrations() == 1 && descriptors() <= before + 3);
      assertThat(settled)
          .as("%s descriptors, %s before; %s", descriptors(), before, scene.feed.counts())
          .isTrue();
      assertThat(scene.feed.counts().peak()).isLessThanOrEqualTo(3);
      assertThat(scene.gaps()).isEmpty();
    }
  }

  /** Whoever has to wait for another does not ask all the time whether it has. */
  @Test
  void restsWhileOneOfTwoWaitsForTheOther() throws Exception {
    AtomicLong steps = new AtomicLong();
    ExecutorService threads = Executors.newCachedThreadPool();
    Executor counting =
        task -> {
          steps.incrementAndGet();
          threads.execute(task);
        };
    try (Scene scene = Scene.at(1);
        Streams streams =
            Streams.open(Streams.Options.STANDARD.withTime(scene.time).withThreads(counting));
        Stream stream = streams.open(scene.plan().withRedundancy(2), Receiver.each(scene::take))) {
      stream.rotate(); // nobody listens yet
      assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() == 2))
          .as("%s", stream.report())
          .isTrue();
      assertThat(steps).hasValueLessThan(3_000);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean rotate(Scene scene, Stream stream, int times) {
    boolean all = true;
    for (int n = 0; n < times && all; n++) {
      long before = stream.report().rotations();
      stream.rotate();
      all = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() > before);
    }
    return all;
  }

  private static long descriptors() {
    try (java.util.stream.Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    } catch (java.io.IOException e) {
      return 0; // not on this system
    }
  }

  /** P12: the wall clock jumps by ten minutes, either way, and the stream goes on. */
  @Test
  void rotatesInTimeWhenTheClockIsSet() throws Exception {
    try (Scene scene = Scene.at(10);
        Stream stream = scene.open(plan -> plan)) {
      scene.world.clock().advance(Duration.ofMinutes(10));
      boolean healed =
          scene.isSo(
              Scene.PATIENCE,
              () ->
                  stream.report().generation() > 1
                      && stream.report().state() == StreamReport.State.LIVE);
      assertThat(healed).as("%s", scene.events()).isTrue();
      scene.feed.publish("orders", "{\"n\":1}");
      assertThat(scene.isSo(Scene.PATIENCE, () -> scene.messages().size() == 1)).isTrue();
    }
  }

  /** P11: no token shows in events, reports, plans or positions. */
  @Test
  void neverShowsAToken() throws Exception {
    try (Scene scene = Scene.at(1)) {
      scene.feed.habits().replay(100);
      String secret = scene.tokens().get().value();
      FilePositions positions = FilePositions.in(folder);
      StreamPlan plan =
          scene
              .plan()
              .withProfile(Scene.PROFILE.withReplays(true))
              .withPositions(positions, dev.keybearer.stream.AfterExpiry.EARLIEST);
      StringBuilder shown = new StringBuilder();
      try (Stream stream = scene.open(plan, Receiver.each(scene::take))) {
        scene.feed.refuseUpgrades(401, 1);
        scene.feed.publish("orders", "{\"n\":1}");
        scene.feed.close(1008, "policy");
        scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2);
        shown.append(stream).append(stream.report()).append(scene.events());
        shown.append(scene.messages()).append(scene.gaps());
      }
      try (java.util.stream.Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          shown.append(Files.readString(file));
        }
      }
      assertThat(scene.events(StreamEvent.HandshakeFailed.class)).isNotEmpty();
      assertThat(shown.toString()).doesNotContain(secret).doesNotContain("Bearer");
    }
  }
}
