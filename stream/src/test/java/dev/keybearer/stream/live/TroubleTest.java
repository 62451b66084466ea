package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.ScopeMatrix;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a stream makes of tokens that are not taken, providers that say no, and issuers that are
 * away.
 */
class TroubleTest {
  private static final double SCALE = 20;

  @ParameterizedTest
  @EnumSource(
      value = StreamHabits.TokenIn.class,
      names = {"HEADER", "QUERY", "FIRST_MESSAGE", "NONE"})
  void showsTheTokenWhereTheProviderLooks(StreamHabits.TokenIn place) throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().tokenIn(place);
      StreamPlan plan =
          StreamPlan.of(
                  "events",
                  FixedEndpoint.of(scene.feed.uri(), TokenPlace.valueOf(place.name())),
                  JsonDialect.PLAIN,
                  scene.tokens())
              .withTopics(List.of(Topic.event("orders")));
      try (Stream stream = scene.open(plan, Receiver.each(scene::take))) {
        scene.feed.publish("orders", "{\"n\":1}");
        assertThat(scene.isSo(Scene.PATIENCE, () -> scene.messages().size() == 1)).isTrue();
        assertThat(stream.report().state()).isEqualTo(StreamReport.State.LIVE);
      }
    }
  }

  /**
   * A token that was ended early is refused with 401: it is renewed once, whatever its end says.
   */
  @Test
  void renewsATokenOnceThatTheProviderDoesNotTake() throws Exception {
    try (Scene scene = Scene.at(1)) {
      scene.issuer.revoke(scene.tokens().get().value());
      try (Stream stream = scene.open(plan -> plan)) {
        assertThat(scene.asked()).isEqualTo(2);
        assertThat(scene.events(StreamEvent.HandshakeFailed.class))
            .singleElement()
            .matches(failed -> failed.kind() == StreamFailure.Kind.UNAUTHENTICATED);
        assertThat(stream.report().established()).isEqualTo(1);
      }
    }
  }

  /** A close with 1008 because the token was revoked in mid-stream is the same. */
  @Test
  void comesBackWithAnotherTokenWhenItsTokenIsRevokedInMidStream() throws Exception {
    try (Scene scene = Scene.at(5);
        Stream stream = scene.open(plan -> plan)) {
      scene.issuer.revoke(scene.tokens().get().value());
      boolean back = scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2);
      assertThat(back).as("%s", scene.events()).isTrue();
      assertThat(scene.asked()).isEqualTo(2);
      assertThat(scene.isSo(Scene.PATIENCE, () -> scene.gaps().size() == 1)).isTrue();
    }
  }

  @Test
  void doesNotHammerAProviderThatTakesNoTokenAtAll() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.refuseUpgrades(401, 1_000);
      try (Stream stream = scene.streams.open(scene.plan(), Receiver.each(scene::take))) {
        scene.pass(Duration.ofSeconds(60));
        assertThat(scene.asked()).as("one forced renewal, then those of time").isLessThan(7);
        assertThat(stream.report().attempts()).isBetween(3L, 15L);
        assertThat(stream.report().state())
            .isIn(StreamReport.State.BACKOFF, StreamReport.State.CONNECTING);
      }
    }
  }

  @Test
  void isSuspendedWhenItMayNotListenAndComesBackOnceItMay() throws Exception {
    try (Scene scene = Scene.at(200)) {
      scene.feed.refuseUpgrades(403, 1);
      try (Stream stream = scene.streams.open(scene.plan(), Receiver.each(scene::take))) {
        boolean told =
            scene.isSo(Scene.PATIENCE, () -> !scene.events(StreamEvent.Suspended.class).isEmpty());
        assertThat(told).as("%s", stream.report()).isTrue();
        assertThat(scene.events(StreamEvent.Suspended.class))
            .singleElement()
            .matches(suspended -> suspended.kind() == StreamFailure.Kind.FORBIDDEN);
        assertThat(stream.awaitLive(Scene.PATIENCE)).as("the slow check").isTrue();
      }
    }
  }

  @Test
  void isSuspendedWhenTheIssuerRefusesTheClient() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      StreamPlan plan = scene.plan(scene.tokens(() -> Secret.of("not its secret")));
      try (Stream stream = scene.streams.open(plan, Receiver.each(scene::take))) {
        assertThat(
                scene.isSo(
                    Scene.PATIENCE, () -> stream.report().state() == StreamReport.State.SUSPENDED))
            .as("%s %s", stream.report(), scene.events())
            .isTrue();
        assertThat(stream.report().attempts()).isZero();
      }
    }
  }

  /** A topic that is refused ends nothing but itself. */
  @Test
  void goesOnWithTheOtherTopicsWhenOneIsRejected() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().requireScope("parcels", "parcels:read");
      try (Stream stream = scene.open(plan -> plan)) {
        scene.feed.publish("orders", "{\"n\":1}");
        assertThat(scene.isSo(Scene.PATIENCE, () -> scene.messages().size() == 1)).isTrue();
        assertThat(scene.events(StreamEvent.TopicRejected.class))
            .singleElement()
            .matches(
                rejected ->
                    rejected.topic().equals("parcels")
                        && rejected.message().contains("parcels:read"));
        assertThat(stream.report().state()).isEqualTo(StreamReport.State.LIVE);
      }
    }
  }

  @Test
  void isNotDialledWithATokenWhoseScopesWillNotDo() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.client("svc").scopes("other:read");
      StreamPlan plan =
          scene.plan().withPreflight(ScopeMatrix.of(Map.of("orders", Set.of("orders:read"))));
      try (Stream stream = scene.streams.open(plan, Receiver.each(scene::take))) {
        assertThat(
                scene.isSo(
                    Scene.PATIENCE, () -> !scene.events(StreamEvent.Suspended.class).isEmpty()))
            .isTrue();
        assertThat(scene.events(StreamEvent.Suspended.class).get(0).message())
            .contains("orders:read");
        assertThat(stream.report().state()).isEqualTo(StreamReport.State.SUSPENDED);
        assertThat(scene.feed.counts().ever()).isZero();
      }
    }
  }

  @Test
  void waitsAsToldWhenThereAreTooManyConnections() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().connectionLimit(0).retryAfter(Duration.ofSeconds(20));
      try (Stream stream = scene.streams.open(scene.plan(), Receiver.each(scene::take))) {
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().attempts() == 1)).isTrue();
        scene.pass(Duration.ofSeconds(15));
        assertThat(stream.report().attempts()).isEqualTo(1);
        scene.feed.habits().connectionLimit(5);
        assertThat(stream.awaitLive(Scene.PATIENCE)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 1012, 4000})
  void comesBackHoweverItIsClosed(int code) throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan)) {
      scene.feed.close(code, "as it pleases");
      assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().established() == 2)).isTrue();
      assertThat(scene.events(StreamEvent.ConnectionDropped.class).get(0).closeCode())
          .isEqualTo(code);
    }
  }

  /** P6: the issuer is away from 75 % to 97 % of a token's life, and asked within bounds. */
  @Test
  void isNotSeenToBeWithoutAnIssuerWhileTheOldTokenLives() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.habits().tokenLife(Duration.ofSeconds(400));
      try (Stream stream = scene.open(plan -> plan);
          Traffic traffic = scene.traffic(20)) {
        scene.pass(Duration.ofSeconds(299)); // renewals begin at 300
        int before = scene.asked();
        scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));
        scene.pass(Duration.ofSeconds(89));
        int tried = scene.asked() - before;
        scene.issuer.faults().clear();
        boolean rotated = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() >= 1);
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(rotated).as("%s", scene.events()).isTrue();
        assertThat(tried).isLessThanOrEqualTo(12);
        assertThat(judgement.isFlawless()).as("%s %s", judgement, scene.events()).isTrue();
      }
    }
  }

  /** Exclusive providers: one must end before the next, and the gap says so. */
  @ParameterizedTest
  @EnumSource(
      value = Profile.FanOut.class,
      names = {"EXCLUSIVE_LAST_WINS", "EXCLUSIVE_FIRST_WINS"})
  void declaresAGapWhereOnlyOneMayListen(Profile.FanOut fanOut) throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.feed.habits().fanOut(StreamHabits.FanOut.valueOf(fanOut.name()));
      try (Stream stream = scene.open(plan -> plan.withProfile(Scene.PROFILE.withFanOut(fanOut)));
          Traffic traffic = scene.traffic(50)) {
        boolean rotated = scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() >= 3);
        traffic.stop();
        Judgement judgement = scene.judgement();
        assertThat(rotated).as("%s", scene.events()).isTrue();
        assertThat(judgement.lostOutsideGaps().size()).as("%s", judgement).isZero();
        assertThat(judgement.lostInSeveralGaps().size()).isZero();
        assertThat(judgement.duplicated()).isZero();
        assertThat(scene.gaps()).isNotEmpty();
      }
    }
  }

  /** P13: the server's list is ours, and what is too long is said at once. */
  @Test
  void listensToExactlyItsTopicsAlsoWhenTheyChange() throws Exception {
    try (Scene scene = Scene.at(SCALE);
        Stream stream = scene.open(plan -> plan)) {
      stream.listenTo(List.of(Topic.event("orders"), Topic.state("returns")));
      boolean changed =
          scene.isSo(Scene.PATIENCE, () -> "orders+returns".equals(scene.openTopics()));
      assertThat(changed).as("%s", scene.openTopics()).isTrue();
    }
  }

  /** What is asked while an attempt is under way is not forgotten with it. */
  @Test
  void listensToItsLastTopicsHoweverQuicklyTheyChange() throws Exception {
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.habits().tokenLife(Duration.ofHours(10)); // no rotation comes to help
      try (Stream stream = scene.streams.open(scene.plan(), Receiver.each(scene::take))) {
        stream.listenTo(List.of(Topic.event("first"))); // the attempt with its plan's is under way
        assertThat(scene.isSo(Scene.PATIENCE, () -> "first".equals(scene.openTopics())))
            .as("%s", scene.openTopics())
            .isTrue();
        stream.listenTo(List.of(Topic.event("second")));
        stream.listenTo(List.of(Topic.event("third")));
        assertThat(scene.isSo(Scene.PATIENCE, () -> "third".equals(scene.openTopics())))
            .as("%s", scene.openTopics())
            .isTrue();
        assertThat(stream.report().drops()).isZero();
      }
    }
  }

  /** A topic that says nothing for hours is no silence because another one is added. */
  @Test
  void reportsNoGapWhenABusyTopicComesToAQuietOneOrGoes() throws Exception {
    List<Topic> quiet = List.of(Topic.event("quiet"));
    try (Scene scene = Scene.at(SCALE)) {
      scene.issuer.habits().tokenLife(Duration.ofHours(10));
      try (Stream stream = scene.open(plan -> plan.withTopics(quiet));
          Traffic traffic = scene.feed.traffic(50, List.of("busy"), 0.05)) {
        scene.pass(Duration.ofSeconds(10));
        stream.listenTo(List.of(Topic.event("quiet"), Topic.event("busy")));
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() == 1)).isTrue();
        scene.pass(Duration.ofSeconds(10));
        stream.listenTo(quiet);
        assertThat(scene.isSo(Scene.PATIENCE, () -> stream.report().rotations() == 2)).isTrue();
        scene.pass(Duration.ofSeconds(10));
        traffic.stop();
        assertThat(scene.messages()).isNotEmpty();
        assertThat(scene.gaps()).isEmpty();
        assertThat(stream.report().drops()).as("%s", scene.events()).isZero();
      }
    }
  }

  @Test
  void refusesAPlanThatCannotWork() {
    try (Scene scene = Scene.at(1)) {
      List<Topic> many =
          IntStream.rangeClosed(1, 1_001).mapToObj(n -> Topic.event("t" + n)).toList();
      assertThatThrownBy(() -> scene.open(plan -> plan.withTopics(many)))
          .isInstanceOf(StreamFailure.class)
          .hasMessageContaining("1001 topics")
          .hasMessageContaining("1000");
      assertThatThrownBy(() -> scene.open(plan -> plan.withTopics(List.of())))
          .hasMessageContaining("no topics");
      Profile exclusive = Scene.PROFILE.withFanOut(Profile.FanOut.EXCLUSIVE_LAST_WINS);
      assertThatThrownBy(() -> scene.open(plan -> plan.withProfile(exclusive).withRedundancy(2)))
          .hasMessageContaining("EXCLUSIVE_LAST_WINS");
    }
  }
}
