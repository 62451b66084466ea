package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamFault.Kind;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.TokenFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B6, G11 and G12: what becomes of a call that leaves. */
class ForwardTest {
  private static final Step PASS = new Step.Pass(List.of());
  private static final Step PASS_PRIVATELY =
      new Step.Pass(List.of(Field.of("Cache-Control", "private, no-store")));

  private final CallScene scene = new CallScene();
  private final Attach attach = new Attach(scene.time);
  private final Forward forward = new Forward(scene.time, attach, CallScene.UNSEEN);

  @Test
  void passesAnAnswerOnAsItIs() {
    Call call = scene.get(scene.way());
    Departure departure = CallScene.departure(forward.take(call));

    assertThat(departure.target()).isEqualTo("/orders/1");
    assertThat(call.departure()).isSameAs(departure);
    assertThat(forward.answered(call, FakeHead.of(200))).isEqualTo(PASS);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 401, 403, 404, 500, 502, 503})
  void passesEveryStatusOnWhereNoTokenOfOursGoes(int status) {
    Call call = scene.get(scene.way());
    forward.take(call);

    assertThat(forward.answered(call, FakeHead.of(status))).isEqualTo(PASS);
  }

  @Test
  void keepsWhatATokenOpenedFromOthers() {
    Call call = attached(scene.attaching());

    assertThat(forward.answered(call, FakeHead.of(200))).isEqualTo(PASS_PRIVATELY);
    assertThat(forward.answered(call, FakeHead.of(404))).isEqualTo(PASS_PRIVATELY);
    assertThat(forward.answered(call, FakeHead.of(200, "cache-control", "public"))).isEqualTo(PASS);
  }

  @Test
  void keepsWhatTheTokenOfACallerOpenedFromOthers() {
    try (Mint mint = Mint.open(scene.time)) {
      Call call = scene.get(scene.way());
      call.calledBy(mint.verified(mint.token()));
      forward.take(call);

      assertThat(forward.answered(call, FakeHead.of(200))).isEqualTo(PASS_PRIVATELY);
    }
  }

  @Test
  void renewsATokenThatIsRefusedAndSendsTheCallOnceMore() throws InterruptedException {
    Call call = attached(scene.attaching());

    Departure again =
        CallScene.departure(CallScene.waited(forward.answered(call, FakeHead.of(401))));

    assertThat(scene.source.rejected())
        .extracting(token -> token.value())
        .containsExactly("ours-1");
    assertThat(CallScene.values(again, "Authorization")).containsExactly("Bearer ours-2");
    assertThat(call.departure()).isSameAs(again);
    assertThat(forward.answered(call, FakeHead.of(200))).isEqualTo(PASS_PRIVATELY);
  }

  @Test
  void givesUpWhenTheNewTokenIsRefusedAsWell() throws InterruptedException {
    Call call = attached(scene.attaching());

    Refusal refusal = refusedTwice(call);

    assertThat(refusal.ground()).isEqualTo(Ground.UPSTREAM_REFUSES_US);
    assertThat(refusal.status()).isEqualTo(502);
    assertThat(refusal.fields()).isEmpty();
    assertThat(scene.source.rejected())
        .extracting(token -> token.value())
        .containsExactly("ours-1"); // others may be let in with the new one
  }

  /** A call that no token helps takes nobody else's away, however often it comes. */
  @Test
  void keepsATokenThatIsTakenElsewhere() throws InterruptedException {
    Way way = scene.attaching();
    refusedTwice(attached(way));
    forward.answered(attached(way), FakeHead.of(200));

    Step again = forward.answered(attached(way), FakeHead.of(401));

    assertThat(CallScene.refusal(again).ground()).isEqualTo(Ground.UPSTREAM_REFUSES_US);
    assertThat(scene.source.rejected()).hasSize(1);

    scene.time.advance(Duration.ofSeconds(30)); // it may have ended meanwhile
    assertThat(forward.answered(attached(way), FakeHead.of(401))).isInstanceOf(Step.Wait.class);
  }

  @Test
  void renewsTheTokenThatFollowsAllTheSame() throws InterruptedException {
    Way way = scene.attaching();
    refusedTwice(attached(way));
    forward.answered(attached(way), FakeHead.of(200));
    scene.source.reject(FakeSource.token(2));

    assertThat(forward.answered(attached(way), FakeHead.of(401))).isInstanceOf(Step.Wait.class);
  }

  /** Renewing is no remedy then, and only burdens the issuer. */
  @Test
  void renewsNoMoreForAWhileAfterThreeNewTokensWereRefused() throws InterruptedException {
    Way way = scene.attaching();
    for (int i = 0; i < 3; i++) {
      refusedTwice(attached(way));
    }
    int rejected = scene.source.rejected().size();
    scene.time.advance(Duration.ofSeconds(30).minusNanos(1));

    Step worn = forward.answered(attached(way), FakeHead.of(401));
    assertThat(CallScene.refusal(worn).ground()).isEqualTo(Ground.UPSTREAM_REFUSES_US);
    assertThat(scene.source.rejected()).hasSize(rejected);

    scene.time.advance(Duration.ofNanos(1));
    assertThat(forward.answered(attached(way), FakeHead.of(401))).isInstanceOf(Step.Wait.class);
    assertThat(scene.source.rejected()).hasSize(rejected + 1);
  }

  @Test
  void renewsAsBeforeAfterTwo() throws InterruptedException {
    Way way = scene.attaching();
    refusedTwice(attached(way));
    refusedTwice(attached(way));

    assertThat(forward.answered(attached(way), FakeHead.of(401))).isInstanceOf(Step.Wait.class);
  }

  @Test
  void forgetsRefusalsWhenATokenIsTaken() throws InterruptedException {
    Way way = scene.attaching();
    refusedTwice(attached(way));
    refusedTwice(attached(way));
    scene.source.reject(FakeSource.token(3));
    forward.answered(attached(way), FakeHead.of(200));
    refusedTwice(attached(way));

    assertThat(forward.answered(attached(way), FakeHead.of(401))).isInstanceOf(Step.Wait.class);
  }

  @Test
  void rejectsTheTokenAlsoWhenItsCallCannotBeSentOnceMore() {
    Call call = attached(scene.attaching());
    scene.exchange().cannotBeReplayed();

    Refusal refusal = CallScene.refusal(forward.answered(call, FakeHead.of(401)));

    assertThat(refusal.ground()).isEqualTo(Ground.UPSTREAM_REFUSES_US);
    assertThat(scene.source.rejected()).hasSize(1);
    assertThat(scene.source.patiences()).isEmpty();
  }

  @Test
  void saysThatThereIsNoTokenWhenRenewingFails() throws InterruptedException {
    Call call = attached(scene.attaching());
    Step step = forward.answered(call, FakeHead.of(401));
    scene.source.failing(new TokenFailure(TokenFailure.Kind.UNREACHABLE, "no answer", null, null));

    assertThat(CallScene.refusal(CallScene.waited(step)).ground()).isEqualTo(Ground.NO_TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, true,  GET,    true",
    "UNREACHABLE, true,  POST,   true",
    "BROKEN,      false, GET,    true",
    "BROKEN,      false, HEAD,   true",
    "BROKEN,      false, PUT,    true",
    "BROKEN,      false, DELETE, true",
    "BROKEN,      false, POST,   false",
    "BROKEN,      false, PATCH,  false",
    "AMBIGUOUS,   false, GET,    false",
    "SILENT,      false, GET,    false"
  })
  void repeatsOnlyWhatMayBeRepeated(Kind kind, boolean untouched, String method, boolean repeated) {
    Call call = scene.call(scene.way(), method, "/orders/1");
    forward.take(call);

    Step step = forward.failed(call, new UpstreamFault(kind, "it failed", untouched));

    assertThat(step instanceof Step.Send).isEqualTo(repeated);
    if (!repeated) {
      assertThat(CallScene.refusal(step).detail()).isEqualTo("it failed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void repeatsNoMoreOftenThanItsRouteLetsIt(int retries) {
    Call call = scene.get(scene.way(Ways.retrying(retries)));
    forward.take(call);
    for (int i = 0; i < retries; i++) {
      assertThat(forward.failed(call, unreachable())).isInstanceOf(Step.Send.class);
    }

    assertThat(CallScene.refusal(forward.failed(call, unreachable())).ground())
        .isEqualTo(Ground.UPSTREAM_BROKEN);
  }

  @Test
  void repeatsNothingWhoseBodyIsGone() {
    Call call = scene.get(scene.way());
    scene.exchange().cannotBeReplayed();
    forward.take(call);

    assertThat(forward.failed(call, unreachable())).isInstanceOf(Step.Refuse.class);
  }

  /** Each call brings a tenth of a repetition; ten repetitions are there at first. */
  @Test
  void repeatsNoMoreThanATenthOfAllCalls() {
    Way way = scene.way(Ways.retrying(100));
    Call call = scene.get(way);
    forward.take(call);
    for (int i = 0; i < 10; i++) {
      assertThat(forward.failed(call, unreachable())).isInstanceOf(Step.Send.class);
    }
    assertThat(forward.failed(call, unreachable())).isInstanceOf(Step.Refuse.class);

    way.condition().answered();
    for (int i = 0; i < 10; i++) {
      forward.take(scene.get(way));
    }
    assertThat(forward.failed(call, unreachable())).isInstanceOf(Step.Send.class);
    assertThat(forward.failed(call, unreachable())).isInstanceOf(Step.Refuse.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STALE") // which is no answer yet
  void answersForAnUpstreamThatDoesNot(Kind kind) {
    Call call = scene.get(scene.way(Ways.retrying(0)));
    forward.take(call);

    Refusal refusal =
        CallScene.refusal(forward.failed(call, new UpstreamFault(kind, "found", false)));

    assertThat(refusal.ground()).isEqualTo(ground(kind));
    assertThat(refusal.detail()).isEqualTo("found");
  }

  private static Ground ground(Kind kind) {
    return switch (kind) {
      case UNREACHABLE, BROKEN, AMBIGUOUS -> Ground.UPSTREAM_BROKEN;
      case SILENT -> Ground.UPSTREAM_SILENT;
      case CROWDED -> Ground.CROWDED;
      case BODY_TOO_LONG -> Ground.BODY_TOO_LONG;
      case BODY_BROKEN -> Ground.MALFORMED_REQUEST;
      case STALE -> throw new IllegalArgumentException("goes once more");
    };
  }

  @Test
  void leavesAnUpstreamAloneAfterFiveFailuresAndLetsOneProbe() {
    Way way = scene.way(Ways.retrying(0));
    fail(way, 4);
    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Send.class);
    fail(way, 1);

    Refusal refusal = CallScene.refusal(forward.take(scene.get(way)));
    assertThat(refusal.ground()).isEqualTo(Ground.UPSTREAM_RESTS);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(CallScene.value(refusal, "Retry-After")).isEqualTo("1");

    scene.time.advance(Duration.ofSeconds(3));
    Call probe = scene.get(way);
    assertThat(forward.take(probe)).isInstanceOf(Step.Send.class);
    scene.time.advance(Duration.ofMillis(1));
    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Refuse.class);

    forward.answered(probe, FakeHead.of(500));
    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Send.class);
    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Send.class);
  }

  @Test
  void leavesItAloneAgainWhenTheProbeFails() {
    Way way = scene.way(Ways.retrying(0));
    fail(way, 5);
    scene.time.advance(Duration.ofSeconds(3));
    fail(way, 1);

    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Refuse.class);
  }

  @Test
  void letsTheNextOneProbeWhenTheProbeLeaves() {
    Way way = scene.way(Ways.retrying(0));
    fail(way, 5);
    scene.time.advance(Duration.ofSeconds(3));
    Call probe = scene.get(way);
    forward.take(probe);

    forward.ended(probe);

    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Send.class);
  }

  /** What is the fault of the caller, or of a crowd, is not the upstream's. */
  @ParameterizedTest
  @EnumSource(names = {"CROWDED", "BODY_TOO_LONG", "BODY_BROKEN"})
  void holdsNothingAgainstAnUpstreamThatIsNotToBlame(Kind kind) {
    Way way = scene.way(Ways.retrying(0));
    for (int i = 0; i < 20; i++) {
      Call call = scene.get(way);
      forward.take(call);
      forward.failed(call, new UpstreamFault(kind, "found", false));
    }

    assertThat(way.condition().isSound()).isTrue();
  }

  @Test
  void countsFailuresInARowOnly() {
    Way way = scene.way(Ways.retrying(0));
    for (int i = 0; i < 10; i++) {
      fail(way, 4);
      Call call = scene.get(way);
      forward.take(call);
      forward.answered(call, FakeHead.of(503));
    }

    assertThat(forward.take(scene.get(way))).isInstanceOf(Step.Send.class);
  }

  private void fail(Way way, int times) {
    for (int i = 0; i < times; i++) {
      Call call = scene.get(way);
      forward.take(call);
      forward.failed(call, unreachable());
    }
  }

  private Refusal refusedTwice(Call call) throws InterruptedException {
    CallScene.departure(CallScene.waited(forward.answered(call, FakeHead.of(401))));
    return CallScene.refusal(forward.answered(call, FakeHead.of(401)));
  }

  /** A call that has left with a token. */
  private Call attached(Way way) {
    scene.source.fresh();
    Call call = scene.get(way);
    assertThat(attach.take(call)).isEqualTo(Step.Next.NEXT);
    CallScene.departure(forward.take(call));
    scene.source.patiences().clear();
    return call;
  }

  private static UpstreamFault unreachable() {
    return new UpstreamFault(Kind.UNREACHABLE, "no connection", true);
  }
}
