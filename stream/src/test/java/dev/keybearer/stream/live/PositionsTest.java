package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.FilePositions;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P10: what rests of a stream is true at every moment at which its process may be killed. */
class PositionsTest {
  @TempDir Path folder;
  private FilePositions positions;

  @BeforeEach
  void open() {
    positions = FilePositions.in(folder);
  }

  private StreamPlan plan(Scene scene) {
    scene.feed.habits().replay(1_000);
    return scene
        .plan()
        .withProfile(Scene.PROFILE.withReplays(true))
        .withPositions(positions, AfterExpiry.EARLIEST);
  }

  @Test
  void goesOnWhereItBeganInATopicThatHasBroughtNothing() throws Exception {
    try (Scene scene = Scene.at(20)) {
      StreamPlan plan = plan(scene);
      try (Stream stream = scene.open(plan, Receiver.each(scene::take))) {
        scene.feed.publish("orders", "{\"n\":1}");
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().acknowledged() == 1)).isTrue();
      }
      scene.feed.publish("parcels", "{\"n\":2}");
      try (Stream again = scene.open(plan, Receiver.each(scene::take))) {
        assertThat(scene.isSo(Duration.ofSeconds(5), () -> scene.messages().size() == 2))
            .as("%s %s", again.report(), scene.messages())
            .isTrue();
        assertThat(scene.messages().get(1).topic()).isEqualTo("parcels");
      }
    }
  }

  @Test
  void isWrittenAsRunningBeforeTheFirstMessageOfARunIsHandedOver() throws Exception {
    try (Scene scene = Scene.at(20)) {
      StreamPlan plan = plan(scene);
      List<Boolean> exact = Collections.synchronizedList(new ArrayList<>());
      for (int run = 1; run <= 2; run++) {
        int expected = run;
        Receiver receiver =
            deliveries -> {
              exact.add(positions.read("events").exact());
              deliveries.forEach(scene::take);
            };
        try (Stream stream = scene.open(plan, receiver)) {
          scene.feed.publish("orders", "{\"n\":" + run + "}");
          assertThat(scene.isSo(Scene.PATIENCE, () -> exact.size() == expected)).isTrue();
          assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().acknowledged() == 1))
              .isTrue();
        }
        assertThat(positions.read("events").exact()).as("closed").isTrue();
      }
      assertThat(exact).containsExactly(false, false);
      assertThat(scene.messages()).noneMatch(Message::possiblyDuplicate);
    }
  }
}
