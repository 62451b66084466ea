package dev.keybearer.benchmark.stream;

import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.StreamConnection;
import dev.keybearer.stream.StreamReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one stream has to live through, in its own time.
 *
 * @param number its place among the streams of a scene
 * @param detection from a loss to the moment the stream knew
 * @param healing from there to all connections being there again
 */
record Trial(StreamScene scene, int number, Delays detection, Delays healing) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LEAD = Duration.ofSeconds(5);

  /** So long without a loss makes up for the losses before: the next attempt is made at once. */
  private static final Duration STABLE = Duration.ofSeconds(60);

  private Subject subject() {
    return scene.subjects().get(number);
  }

  private StreamReport report() {
    return subject().stream().report();
  }

  private WorldTime time() {
    return scene.time();
  }

  /** Its token ends so many times. */
  void rotate(int times) {
    time().isSo(PATIENCE.multipliedBy(times), () -> report().rotations() >= times);
  }

  /** Its provider announces so many times that it closes; also twice at once, and in a rotation. */
  void announce(int times) {
    Random random = new Random(number);
    for (int notice = 0; notice < times; notice++) {
      if (notice % 4 == 1) {
        subject().stream().rotate();
        time().pass(Duration.ofMillis(random.nextInt(1_500)));
      }
      subject().feed().notice(LEAD);
      boolean twice = notice % 4 == 2;
      time().pass(Duration.ofMillis(twice ? 0 : 1_000 + random.nextInt(11_000)));
    }
    time().pass(LEAD.multipliedBy(2));
  }

  /** One of its two connections goes bad, and the next when both have lasted for a while. */
  void dropOneOfTwo(int times, List<Drop> kinds) {
    Random random = new Random(number);
    Subject subject = subject();
    for (int round = 0; round < times; round++) {
      List<? extends StreamConnection> both = List.of();
      while (both.size() != 2) {
        time().isSo(PATIENCE, this::isWhole);
        time().pass(STABLE.plusMillis(random.nextInt(5_000)));
        both = isWhole() ? subject.feed().connections() : List.of();
      }
      StreamConnection one = both.get(random.nextInt(2));
      Drop kind = kinds.get((round + number) % kinds.size());
      spoil(() -> one.drop(kind), () -> report().connections() == 2);
    }
  }

  /** Its only connection goes bad, or both while one takes the place of the other. */
  void dropAll(int times, List<Drop> kinds) {
    Random random = new Random(number);
    for (int round = 0; round < times; round++) {
      time().pass(STABLE.plusMillis(random.nextInt(5_000)));
      Drop kind = kinds.get((round + number) % kinds.size());
      spoil(() -> subject().feed().drop(kind), this::isWhole);
    }
  }

  /** Its only connection brings nothing any more and seems to be well: until the next rotation. */
  void silence(int times) {
    for (int round = 0; round < times; round++) {
      time().pass(LEAD);
      long before = report().established();
      subject().feed().drop(Drop.ZOMBIE);
      time().isSo(PATIENCE, () -> report().established() > before);
    }
    time().pass(LEAD); // the successor has to bring something before it can be compared
  }

  private boolean isWhole() {
    return report().connections() == scene.redundancy();
  }

  private void spoil(Runnable spoiled, BooleanSupplier healed) {
    Instant begun = time().wall();
    long before = report().established();
    spoiled.run();
    Instant noticed = noticed(begun, before);
    boolean whole = time().isSo(PATIENCE, healed);
    if (noticed == null) {
      return;
    }
    detection.add(Duration.between(begun, noticed).toNanos());
    if (whole) {
      healing.add(Duration.between(noticed, time().wall()).toNanos());
    }
  }

  /** Null when a rotation has replaced the only connection before anything was noticed. */
  private @Nullable Instant noticed(Instant begun, long before) {
    boolean only = scene.redundancy() == 1;
    time()
        .isSo(
            PATIENCE,
            () ->
                subject().droppedSince(begun) != null || (only && report().established() > before));
    return subject().droppedSince(begun);
  }
}
