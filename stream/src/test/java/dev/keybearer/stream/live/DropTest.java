package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.FilePositions;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.StreamEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P3, P4, P5: connections are torn. Time runs ten times as fast. */
@Tag("slow")
class DropTest {
  private static final double SCALE = 10;
  @TempDir Path folder;

  /** P3: two connections, one of which is lost at a time. */
  @ParameterizedTest
  @EnumSource(
      value = Drop.class,
      names = {"RST", "FIN", "BLACK_HOLE", "ZOMBIE"})
  void losesNothingWhenOneOfTwoIsLost(Drop kind) throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan.withRedundancy(2))) {
      assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().connections() == 2)).isTrue();
      try (Traffic traffic = scene.traffic(50)) {
        for (int round = 0; round < 3; round++) {
          scene.pass(Scene.PROFILE.skew().plusSeconds(2)); // both have listened for longer
          long before = stream.report().established();
          scene.connection(round % 2).drop(kind);
          boolean healed =
              scene.isSo(
                  Scene.PATIENCE,
                  () ->
                      stream.report().established() > before && stream.report().connections() == 2);
          assertThat(healed).as("%s", scene.events()).isTrue();
        }
        scene.pass(Scene.PROFILE.skew());
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(judgement.isFlawless())
            .as("%s %s %s", judgement, judgement.lost(), scene.events())
            .isTrue();
        assertThat(scene.gaps()).isEmpty();
      }
    }
  }

  /** P4: one connection, nothing is replayed: what is lost lies in exactly one gap. */
  @ParameterizedTest
  @EnumSource(
      value = Drop.class,
      names = {"RST", "FIN", "BLACK_HOLE", "HALF_OPEN"})
  void reportsEachLossInExactlyOneGap(Drop kind) throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan);
        Traffic traffic = scene.traffic(50)) {
      for (int round = 0; round < 3; round++) {
        scene.pass(Duration.ofSeconds(2));
        long before = stream.report().established();
        scene.feed.drop(kind);
        boolean healed = scene.isSo(Scene.PATIENCE, () -> stream.report().established() > before);
        assertThat(healed).as("%s", scene.events()).isTrue();
      }
      traffic.stop();
      Judgement judgement = scene.judgement();
      assertThat(judgement.lost().size()).isPositive();
      assertThat(judgement.lostOutsideGaps().size())
          .as("%s in %s", judgement, scene.gaps())
          .isZero();
      assertThat(judgement.lostInSeveralGaps().size()).as("%s", judgement).isZero();
      assertThat(judgement.duplicated()).isZero();
      assertThat(judgement.outOfOrder()).isEmpty();
      assertThat(scene.gaps()).hasSize(3).allMatch(gap -> gap.cause() == Gap.Cause.DROPPED);
      assertThat(scene.events(StreamEvent.GapReported.class)).hasSize(3);
    }
  }

  /** P4: a connection that seems well and brings nothing is found out by its successor. */
  @Test
  void reportsWhatASilentConnectionHasMissedOnceAnotherListens() throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan);
        Traffic traffic = scene.traffic(50)) {
      for (int round = 0; round < 2; round++) {
        scene.pass(Duration.ofSeconds(4));
        long before = stream.report().rotations();
        scene.feed.drop(Drop.ZOMBIE);
        boolean rotated = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() > before);
        assertThat(rotated).as("%s", scene.events()).isTrue();
      }
      traffic.stop();
      Judgement judgement = scene.judgement();
      assertThat(judgement.lost().size()).isPositive();
      assertThat(judgement.lostOutsideGaps().size()).as("%s %s", judgement, scene.gaps()).isZero();
      assertThat(judgement.lostInSeveralGaps().size()).as("%s", judgement).isZero();
      assertThat(judgement.duplicated()).isZero();
      assertThat(scene.gaps()).hasSize(2);
    }
  }

  /** P4: with a filler nothing is lost. */
  @Test
  void fillsGapsInTheirPlace() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      Ledgerman filler = new Ledgerman(scene);
      try (Stream stream = scene.open(plan -> plan.withFiller(filler));
          Traffic traffic = scene.traffic(50)) {
        for (int round = 0; round < 3; round++) {
          scene.pass(Duration.ofSeconds(2));
          long before = stream.report().established();
          scene.feed.drop(Drop.RST);
          assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() > before))
              .isTrue();
        }
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(judgement.lost().size()).isZero();
        assertThat(scene.gaps()).isNotEmpty().allMatch(Gap::backfilled);
      }
    }
  }

  /** P5: with a replay nothing is lost, whatever is torn. */
  @ParameterizedTest
  @EnumSource(
      value = Drop.class,
      names = {"RST", "FIN", "BLACK_HOLE"})
  void losesNothingWhereTheProviderReplays(Drop kind) throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().replay(10_000);
      try (Stream stream = scene.open(plan -> plan.withProfile(Scene.PROFILE.withReplays(true)));
          Traffic traffic = scene.traffic(50)) {
        for (int round = 0; round < 3; round++) {
          scene.pass(Duration.ofSeconds(2));
          long before = stream.report().established();
          scene.feed.drop(kind);
          assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() > before))
              .isTrue();
        }
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
        assertThat(scene.gaps()).isEmpty();
      }
    }
  }

  /**
   * P5: a position that is not kept any more is named, and where to go on is decided beforehand.
   */
  @ParameterizedTest
  @EnumSource(AfterExpiry.class)
  void saysSoWhenAPositionIsNotKeptAnyMore(AfterExpiry policy) throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().replay(5);
      FilePositions positions = FilePositions.in(folder);
      StreamPlan plan =
          scene
              .plan()
              .withProfile(Scene.PROFILE.withReplays(true))
              .withPositions(positions, policy);
      try (Stream stream = scene.open(plan, deliveries -> deliveries.forEach(scene::take))) {
        scene.feed.publish("orders", "{\"n\":1}");
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().acknowledged() == 1)).isTrue();
      }
      for (int n = 2; n <= 20; n++) {
        scene.feed.publish("orders", "{\"n\":" + n + "}");
      }
      scene.pass(Scene.PROFILE.skew().multipliedBy(4)); // the gap begins where the last run ended
      try (Stream again = scene.streams.open(plan, deliveries -> deliveries.forEach(scene::take))) {
        assertThat(
                scene.isSo(
                    Scene.PATIENCE, () -> !scene.events(StreamEvent.CursorExpired.class).isEmpty()))
            .isTrue();
        if (policy == AfterExpiry.FAIL) {
          assertThat(
                  scene.isSo(
                      Scene.PATIENCE, () -> !scene.events(StreamEvent.Suspended.class).isEmpty()))
              .isTrue();
          return;
        }
        assertThat(again.awaitLive(Scene.PATIENCE)).isTrue();
        int expected = policy == AfterExpiry.EARLIEST ? 6 : 1;
        assertThat(scene.isSo(Scene.PATIENCE, () -> scene.messages().size() == expected))
            .as("%s", scene.messages())
            .isTrue();
        assertThat(scene.isSo(Scene.PATIENCE, () -> !scene.gaps().isEmpty())).isTrue();
        assertThat(scene.gaps())
            .singleElement()
            .matches(gap -> gap.cause() == Gap.Cause.CURSOR_EXPIRED);
        Judgement judgement = scene.judgement();
        assertThat(judgement.lost()).hasSize(20 - expected);
        assertThat(judgement.lostOutsideGaps()).as("%s", scene.gaps()).isEmpty();
      }
    }
  }
}
