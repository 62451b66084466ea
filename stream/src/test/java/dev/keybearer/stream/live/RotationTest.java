package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.StreamEvent;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** P1, P2, P7, P13: connections change, messages do not. Time runs ten times as fast. */
class RotationTest {
  private static final double SCALE = 10;

  @Test
  void losesAndDoublesNothingWhileTokensRotateWithIds() throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan);
        Traffic traffic = scene.traffic(50)) {
      boolean rotated = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() >= 4);
      traffic.stop();
      Judgement judgement = scene.judgement();
      assertThat(rotated).as("%s %s", stream.report(), scene.events()).isTrue();
      assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
      assertThat(scene.gaps()).isEmpty();
      assertThat(scene.events(StreamEvent.ConnectionDropped.class)).isEmpty();
      long tokens = scene.asked();
      assertThat(tokens)
          .as("one token for each rotation")
          .isBetween(4L, stream.report().rotations() + 2);
      assertThat(scene.openTopics()).isEqualTo("orders+parcels");
    }
  }

  @Tag("slow")
  @Test
  void losesAndDoublesNothingWhileTokensRotateWithoutIds() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().withoutIds();
      try (Stream stream = scene.open(plan -> plan.withProfile(Scene.PROFILE.withEventIds(false)));
          Traffic traffic = scene.traffic(50)) {
        boolean rotated = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() >= 4);
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(rotated).as("%s", stream.report()).isTrue();
        assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
      }
    }
  }

  @Tag("slow")
  @Test
  void losesAndDoublesNothingWhenTheProviderAnnouncesThatItCloses() throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan);
        Traffic traffic = scene.traffic(50)) {
      for (int notice = 1; notice <= 4; notice++) {
        scene.feed.notice(Duration.ofSeconds(5));
        scene.pass(Duration.ofMillis(700L * notice)); // also while the one before is followed
        scene.feed.notice(Duration.ofSeconds(5));
        scene.pass(Duration.ofSeconds(12));
      }
      traffic.stop();
      Judgement judgement = scene.judgement();
      assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
      assertThat(stream.report().drops()).as("%s", scene.events()).isZero();
      assertThat(scene.gaps()).isEmpty();
    }
  }

  @Test
  void goesOnWithinTheConnectionWhereTheProviderTakesANewToken() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().inBandRenewal(Duration.ofSeconds(4));
      try (Stream stream =
              scene.open(
                  plan -> plan.withProfile(Scene.PROFILE.withRenewing(Profile.Renewing.IN_BAND)));
          Traffic traffic = scene.traffic(50)) {
        boolean rotated = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() >= 4);
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(rotated).as("%s %s", stream.report(), scene.events()).isTrue();
        assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
        assertThat(scene.feed.counts().ever()).isEqualTo(1);
      }
    }
  }
}
