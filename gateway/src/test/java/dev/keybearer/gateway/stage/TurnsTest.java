package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls wait where an upstream asks for patience, or are told when to come again. */
class TurnsTest {
  private static final Step PASS = new Step.Pass(List.of());

  private final CallScene scene = new CallScene();
  private final Forward forward = new Forward(scene.time, new Attach(scene.time), CallScene.UNSEEN);
  private final Way way = scene.attaching();

  @Test
  void sendsACallOnceMoreInItsTurn() throws InterruptedException {
    Call call = left();
    Step step = forward.answered(call, FakeHead.of(429, "retry-after", "2"));
    scene.time.advance(Duration.ofSeconds(2));

    assertThat(CallScene.waited(step)).isInstanceOf(Step.Send.class);
    assertThat(way.row().waiting()).isZero();
  }

  @Test
  void passesASecondRefusalOn() throws InterruptedException {
    Call call = left();
    Step step = forward.answered(call, FakeHead.of(429));
    scene.time.advance(Duration.ofSeconds(1));
    CallScene.waited(step);

    assertThat(forward.answered(call, FakeHead.of(429))).isInstanceOf(Step.Pass.class);
  }

  @Test
  void passesItOnWhenTheCallCannotBeSentOnceMore() {
    Call call = left();
    scene.exchange().cannotBeReplayed();

    assertThat(forward.answered(call, FakeHead.of(429))).isEqualTo(PASS);
    assertThat(way.row().isQuiet()).isFalse();
  }

  /** Without a token of ours it is about its caller, and one caller could shut out all others. */
  @Test
  void holdsNobodyBackWhereEachCallerIsAskedForItself() {
    Way open = scene.way();
    Call call = scene.get(open);
    forward.take(call);

    assertThat(forward.answered(call, FakeHead.of(429, "retry-after", "3600"))).isEqualTo(PASS);
    assertThat(forward.take(scene.get(open))).isInstanceOf(Step.Send.class);
  }

  @Test
  void passesItOnWhenTheTurnComesTooLate() {
    assertThat(forward.answered(left(), FakeHead.of(429, "retry-after", "60"))).isEqualTo(PASS);
    assertThat(way.row().waiting()).isZero();
  }

  @Test
  void letsOthersWaitMeanwhile() throws InterruptedException {
    forward.answered(left(), FakeHead.of(429, "retry-after", "5"));

    Step other = forward.take(scene.get(way));
    assertThat(other).isInstanceOf(Step.Wait.class);
    assertThat(way.row().waiting()).isEqualTo(2);
    ((Step.Wait) other).work().abandon();
    assertThat(way.row().waiting()).isEqualTo(1);
  }

  @Test
  void tellsOthersWhenToComeAgainWhenThatIsTooLateForThem() {
    forward.answered(left(), FakeHead.of(429, "retry-after", "60"));

    Refusal refusal = CallScene.refusal(forward.take(scene.get(way)));

    assertThat(refusal.ground()).isEqualTo(Ground.HELD_BACK);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(CallScene.value(refusal, "Retry-After")).isEqualTo("60");
  }

  @ParameterizedTest
  @CsvSource({
    "299, 300, 30, true",
    "300, 300, 30, false",
    "301, 300, 30, false",
    "300, 300, 0,  true",
    "300, 0,   30, true",
    "'',  300, 30, true",
    "x,   300, 30, true"
  })
  void heedsAnUpstreamThatCountsCallsDown(
      String count, String allowed, String reset, boolean goes) {
    Way counted = scene.attaching();
    scene.source.fresh();
    Call call = scene.get(counted);
    new Attach(scene.time).take(call);
    forward.take(call);
    forward.answered(
        call,
        new FakeHead(
            200,
            Map.of(
                "inin-ratelimit-count", count,
                "inin-ratelimit-allowed", allowed,
                "inin-ratelimit-reset", reset)));

    assertThat(counted.row().isOpen()).isEqualTo(goes);
  }

  /** A place that nobody waits in would stop all behind it. */
  @Test
  void leavesNoPlaceBehindWhenNobodyMayWait() throws InterruptedException {
    forward.answered(left(), FakeHead.of(429, "retry-after", "60"));
    scene.time.advance(Duration.ofSeconds(55));
    Step crowded = forward.take(scene.get(way));
    new Waiting(0).decide(((Step.Wait) crowded).work(), scene.exchange(), step -> {});

    Step next = forward.take(scene.get(way));
    scene.time.advance(Duration.ofSeconds(5));
    assertThat(CallScene.waited(next)).isInstanceOf(Step.Send.class);
  }

  private Call left() {
    Call call = scene.get(way);
    CallScene.departure(forward.take(call));
    return call;
  }
}
