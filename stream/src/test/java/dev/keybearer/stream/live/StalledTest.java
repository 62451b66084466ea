package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver stands still, and nothing is read meanwhile: the provider waits. */
class StalledTest {
  private static final double SCALE = 20;

  private final CountDownLatch stalled = new CountDownLatch(1);

  @Test
  void losesNothingWhileTheReceiverStandsStill() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.habits().tokenLife(Duration.ofHours(10));
      try (Stream stream = scene.open(plan(scene), receiver(scene));
          Traffic traffic = scene.traffic(20)) {
        scene.pass(Duration.ofSeconds(60));
        assertThat(scene.messages()).isEmpty();
        assertThat(stream.report().waiting()).as("bounded").isLessThan(100);
        assertThat(stream.report().drops()).as("%s", scene.events()).isZero();
        stalled.countDown();
        scene.pass(Duration.ofSeconds(40)); // and it is asked again whether it is there
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
        assertThat(stream.report().established()).isEqualTo(1);
        assertThat(scene.gaps()).isEmpty();
      }
    }
  }

  /** More topics than are read ahead: their confirmations must come through. */
  @Test
  void provesAConnectionWhileTheReceiverStandsStill() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.habits().tokenLife(Duration.ofHours(10));
      try (Stream stream = scene.open(plan(scene), receiver(scene))) {
        for (int n = 0; n < 20; n++) {
          scene.feed.publish("orders", "{\"n\":" + n + "}");
        }
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().waiting() >= 10)).isTrue();
        stream.listenTo(IntStream.range(0, 100).mapToObj(n -> Topic.event("t" + n)).toList());
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2))
            .as("%s", scene.events())
            .isTrue();
        stalled.countDown();
      }
    }
  }

  private static StreamPlan plan(Scene scene) {
    return scene.plan().withBuffering(Buffering.blocking().holding(10));
  }

  private Receiver receiver(Scene scene) {
    return deliveries -> {
      if (!stalled.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody has let it go");
      }
      deliveries.forEach(scene::take);
    };
  }
}
