package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No token, no call. */
class AttachTest {
  private final CallScene scene = new CallScene();
  private final Attach attach = new Attach(scene.time);

  @Test
  void attachesATokenThatIsAtHand() {
    scene.source.fresh();
    Call call = scene.get(scene.attaching());

    assertThat(attach.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.token()).value()).isEqualTo("ours-1");
    assertThat(scene.source.patiences()).isEmpty();
  }

  @Test
  void attachesNothingWhereNothingIsToBe() {
    Call call = scene.get(scene.way());

    assertThat(attach.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(call.token()).isNull();
  }

  @Test
  void waitsForATokenAsLongAsItsRouteLetsIt() throws InterruptedException {
    Way way = scene.attaching();
    Call call = scene.get(way);

    Step step = attach.take(call);

    assertThat(call.token()).isNull();
    assertThat(scene.source.patiences()).isEmpty();
    assertThat(CallScene.waited(step)).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.token()).value()).isEqualTo("ours-1");
    assertThat(scene.source.patiences()).containsExactly(way.habits().patience());
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheCallWhenThereIsNone(Kind kind) throws InterruptedException {
    scene.source.failing(new TokenFailure(kind, "there is none", null, null));
    Call call = scene.get(scene.attaching());

    Refusal refusal = CallScene.refusal(CallScene.waited(attach.take(call)));

    assertThat(refusal.ground()).isEqualTo(Ground.NO_TOKEN);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.detail()).isEqualTo("there is none");
    assertThat(CallScene.value(refusal, "Retry-After")).isEmpty();
    assertThat(call.token()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"-5000, 1", "0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "30000, 30"})
  void saysWhenToComeAgain(long millis, String seconds) throws InterruptedException {
    Instant retryAt = scene.time.wall().plusMillis(millis);
    scene.source.failing(new TokenFailure(Kind.THROTTLED, "not now", retryAt, null));

    Refusal refusal =
        CallScene.refusal(CallScene.waited(attach.take(scene.get(scene.attaching()))));

    assertThat(CallScene.value(refusal, "Retry-After")).isEqualTo(seconds);
  }

  /** A route that only reports what callers bring still needs a token of ours. */
  @Test
  void refusesItWhereOnlyCallersAreReportedAsWell() throws InterruptedException {
    scene.source.failing(new TokenFailure(Kind.UNREACHABLE, "no", null, null));
    Way way = scene.way(Ways.all(Ways.attaching(scene.attachment()), Ways.reportingOnly()));

    assertThat(CallScene.refusal(CallScene.waited(attach.take(scene.get(way)))).ground())
        .isEqualTo(Ground.NO_TOKEN);
  }
}
