package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.Dialect;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.Hearing;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * P5: a topic of a provider that replays has a position with its first message, and none before.
 */
class UnplacedTest {
  @Test
  void reportsAGapForATopicThatWasDroppedBeforeItHadAPosition() throws Exception {
    try (Scene scene = Scene.at(10)) {
      scene.feed.habits().replay(1_000);
      StreamPlan plan =
          StreamPlan.of(
                  "events",
                  FixedEndpoint.of(scene.feed.uri(), TokenPlace.HEADER),
                  new Taciturn(),
                  scene.tokens())
              .withTopics(List.of(Topic.event("orders"), Topic.event("parcels")))
              .withProfile(Scene.PROFILE.withReplays(true));
      try (Stream stream = scene.open(plan, Receiver.each(scene::take))) {
        scene.feed.publish("orders", "{\"n\":1}");
        assertThat(scene.isSo(Scene.PATIENCE, () -> scene.messages().size() == 1)).isTrue();
        scene.feed.drop(Drop.RST);
        scene.feed.publish("orders", "{\"n\":2}");
        scene.feed.publish("parcels", "{\"n\":3}");
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2)).isTrue();
        Judgement judgement = scene.judgement();
        assertThat(judgement.lost()).as("the parcel").hasSize(1);
        assertThat(judgement.lostOutsideGaps()).as("%s", scene.gaps()).isEmpty();
        assertThat(scene.gaps())
            .singleElement()
            .matches(gap -> gap.topics().equals(List.of("parcels")));
      }
    }
  }

  /** Does not say what is the newest of a topic. */
  private static final class Taciturn implements Dialect {
    @Override
    public @Nullable String authenticate(Token token) {
      return JsonDialect.PLAIN.authenticate(token);
    }

    @Override
    public List<String> subscribe(List<String> topics, Map<String, String> after) {
      return JsonDialect.PLAIN.subscribe(topics, after);
    }

    @Override
    public @Nullable String ping() {
      return JsonDialect.PLAIN.ping();
    }

    @Override
    public void read(String frame, Hearing hearing) {
      boolean told = frame.contains("\"subscribed\"") || frame.contains("\"heartbeat\"");
      JsonDialect.PLAIN.read(told ? frame.replace("\"cursor\"", "\"hidden\"") : frame, hearing);
    }
  }
}
