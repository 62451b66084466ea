package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.provider.Dialect;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.Hearing;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a token is renewed within its connection, and either does not do its part. */
class InBandTest {
  private static final double SCALE = 20;

  /** After a suspend both may be dead: the connection is, before the token comes. */
  @Test
  void dialsWithTheTokenThatComesAfterItsConnectionHasDied() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().inBandRenewal(Duration.ofSeconds(4));
      TokenSource tokens = scene.tokens();
      AtomicInteger asked = new AtomicInteger();
      CountDownLatch network = new CountDownLatch(1);
      TokenSource slow =
          patience -> {
            if (asked.incrementAndGet() == 2) {
              await(network);
            }
            return tokens.get(patience);
          };
      StreamPlan plan = inBand(scene.plan(slow));
      try (Stream stream = scene.open(plan, Receiver.each(scene::take))) {
        assertThat(scene.isSo(Scene.PATIENCE, () -> asked.get() == 2)).isTrue();
        scene.feed.drop(Drop.BLACK_HOLE);
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().drops() == 1)).isTrue();
        scene.pass(Duration.ofSeconds(30)); // another token by now
        network.countDown();
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2))
            .as("%s %s", stream.report(), scene.events())
            .isTrue();
      }
    }
  }

  @Test
  void dialsInTimeWhereANewTokenIsNotAnswered() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.habits().tokenLife(Duration.ofSeconds(100));
      scene.feed.habits().inBandRenewal(Duration.ofSeconds(4));
      Deaf deaf = new Deaf();
      StreamPlan plan =
          inBand(
              StreamPlan.of(
                      "events",
                      FixedEndpoint.of(scene.feed.uri(), TokenPlace.HEADER),
                      deaf,
                      scene.tokens())
                  .withTopics(scene.plan().topics()));
      try (Stream stream = scene.open(plan, Receiver.each(scene::take))) {
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2))
            .as("%s", scene.events())
            .isTrue();
        assertThat(deaf.offered).hasValue(1);
        assertThat(stream.report().drops()).isZero();
      }
    }
  }

  private static StreamPlan inBand(StreamPlan plan) {
    return plan.withProfile(Scene.PROFILE.withRenewing(Profile.Renewing.IN_BAND));
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody has let it go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hears everything but that a token was taken. */
  private static final class Deaf implements Dialect {
    private final AtomicInteger offered = new AtomicInteger();

    @Override
    public @Nullable String authenticate(Token token) {
      offered.incrementAndGet();
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
      if (!frame.contains("\"authenticated\"")) {
        JsonDialect.PLAIN.read(frame, hearing);
      }
    }
  }
}
