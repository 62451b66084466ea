package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.failure;
import static dev.keybearer.token.verification.JudgingScene.judge;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.background.Pause;
import dev.keybearer.token.renewal.Scene;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V20: how long an issuer's answer counts, and how often it is asked. */
class AskedTokensTest {
  private static final Duration YES = Duration.ofSeconds(30);
  private static final Duration NO = Duration.ofSeconds(5);

  private final JudgingScene scene = new JudgingScene();

  @BeforeEach
  void opaque() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.client("api").secret("s3cret");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void asksOnceWhileAYesCounts() {
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);

    scene.advance(YES.dividedBy(2).minusNanos(1));
    accepted(verifier, token);

    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void asksAgainBehindItsUserHalfWayToTheEnd() throws Exception {
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.blackHole());

    scene.advance(YES.dividedBy(2));
    accepted(verifier, token);

    awaitAsked(2);
    accepted(verifier, token);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aYesAskedForBehindItsUserCountsFromThen() {
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);
    scene.advance(YES.dividedBy(2));
    accepted(verifier, token);
    awaitAnswered(2);
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.status(503));

    scene.advance(YES.dividedBy(2));
    accepted(verifier, token); // by what is kept, or by the answer that is just being read
    scene.advance(YES.dividedBy(2).minusNanos(1));
    accepted(verifier, token);
    scene.advance(Duration.ofNanos(1));

    failure(verifier, token);
  }

  @Test
  void aYesCountsToItsEndWhenTheIssuerIsGoneAndNotLonger() {
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.stop();

    scene.advance(YES.minusNanos(1));
    accepted(verifier, token);
    scene.advance(Duration.ofNanos(1));

    failure(verifier, token);
  }

  @Test
  void aYesNeverCountsBeyondTheEndOfTheToken() {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(10));
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);

    scene.advance(Duration.ofSeconds(10).minusMillis(1));
    accepted(verifier, token);
    assertThat(asked()).isEqualTo(1);
    scene.advance(Duration.ofMillis(1));

    assertThat(refusal(verifier, token)).isEqualTo(Reason.INACTIVE);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aYesDoesNotOutliveATokenWhoseEndPassedInSleep() {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(10));
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.stop();

    scene.time.moveWall(Duration.ofSeconds(10));

    failure(verifier, token);
  }

  @Test
  void aNoCountsForFiveSeconds() {
    Verifier verifier = verifier();
    assertThat(refusal(verifier, "unknown")).isEqualTo(Reason.INACTIVE);

    scene.advance(NO.minusNanos(1));
    refusal(verifier, "unknown");
    assertThat(asked()).isEqualTo(1);
    scene.advance(Duration.ofNanos(1));

    refusal(verifier, "unknown");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void asksOnceForAHundredCallers() throws Exception {
    Verifier verifier = verifier();
    String token = scene.token();

    List<Future<Verdict>> verdicts = Scene.callers(100, () -> judge(verifier, token));

    for (Future<Verdict> verdict : verdicts) {
      assertThat(verdict.get()).isInstanceOf(Verified.class);
    }
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void tellsOfATokenThatTurnsInactiveAndForgetsIt() {
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.revoke(token);

    scene.advance(YES.dividedBy(2));
    accepted(verifier, token);
    Event.TokenTurnedInactive event = scene.recorder.await(Event.TokenTurnedInactive.class);

    assertThat(refusal(verifier, token)).isEqualTo(Reason.INACTIVE);
    assertThat(event.subject()).isEqualTo(scene.issuer().name());
    assertThat(event.toString()).doesNotContain(token);
    assertThat(scene.recorder.events(Event.TokenTurnedInactive.class)).hasSize(1);
  }

  @Test
  void tellsNothingOfATokenThatEndedInItsTime() {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(20));
    Verifier verifier = verifier();
    String token = scene.token();
    accepted(verifier, token);

    scene.advance(Duration.ofSeconds(20));
    assertThat(refusal(verifier, token)).isEqualTo(Reason.INACTIVE);
    scene.verifiers.close();

    assertThat(scene.recorder.events(Event.TokenTurnedInactive.class)).isEmpty();
  }

  @Test
  void aTokenThatWasTooEarlyIsAcceptedAfterTheNo() {
    Verifier verifier = verifier();
    String token = scene.token();
    scene.issuer.faults().next(Endpoint.INTROSPECTION, inactive());
    assertThat(refusal(verifier, token)).isEqualTo(Reason.INACTIVE);

    scene.advance(NO);

    accepted(verifier, token);
  }

  @Test
  void doesNotHammerAnIssuerThatFailsAndFindsItAgain() throws Exception {
    Verifier verifier = verifier();
    String token = scene.token();
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.status(503));
    for (int i = 0; i < 100; i++) {
      assertThat(failure(verifier, token).getMessage()).isNotEmpty();
    }
    assertThat(asked()).isLessThanOrEqualTo(5);

    for (int second = 0; second < 60; second++) {
      scene.advance(Duration.ofSeconds(1));
      failure(verifier, token);
      failure(verifier, token);
    }
    assertThat(asked()).isBetween(15, 65);

    scene.issuer.faults().clear();
    scene.advance(Duration.ofSeconds(3));
    accepted(verifier, token);
  }

  @Test
  void asksNotBeforeTheMomentThatTheIssuerNames() {
    Verifier verifier = verifier();
    String token = scene.token();
    scene.issuer.faults().next(Endpoint.INTROSPECTION, Fault.throttled(RetryAfter.seconds(40)));
    VerificationFailure told = failure(verifier, token);
    assertThat(told.retryAt()).isEqualTo(scene.time.wall().plusSeconds(40));

    scene.advance(Duration.ofSeconds(40).minusNanos(1));
    failure(verifier, token);
    assertThat(asked()).isEqualTo(1);
    scene.advance(Duration.ofNanos(1));

    accepted(verifier, token);
  }

  @Test
  void asksALittleLaterWhatThePaceDoesNotLetGoAtOnce() throws Exception {
    Verifier verifier = verifier();
    useUpThePace(verifier);
    String token = scene.token();

    Future<Verdict> waiting = Scene.callers(1, () -> judge(verifier, token)).get(0);
    awaitSomebodyWaitingForThePace();
    scene.time.advance(Duration.ofMillis(1));

    assertThat(waiting.get()).isInstanceOf(Verified.class);
    assertThat(asked()).isEqualTo(257);
  }

  @Test
  void tellsWhoWaitsForThePaceThatEverythingIsClosed() throws Exception {
    Verifier verifier = verifier();
    useUpThePace(verifier);

    Future<Throwable> waiting =
        Scene.callers(1, () -> catchThrowable(() -> judge(verifier, "one-more"))).get(0);
    awaitSomebodyWaitingForThePace();
    scene.verifiers.close();

    assertThat(waiting.get())
        .isInstanceOf(VerificationFailure.class)
        .hasMessageContaining("everything has been closed");
    assertThat(asked()).isEqualTo(256);
  }

  @Test
  void aCallerWaitsNoLongerThanItsPatience() throws Exception {
    Verifier verifier = verifier();
    String token = scene.token();
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.blackHole());

    Future<Throwable> waiting =
        Scene.callers(1, () -> catchThrowable(() -> judge(verifier, token))).get(0);
    awaitAsked(1);
    scene.time.advance(PATIENCE);

    assertThat(waiting.get())
        .isInstanceOf(VerificationFailure.class)
        .hasMessageContaining("did not say within");
  }

  @Test
  void keepsNoAnswerAboutATokenThatWasForgottenMeanwhile() throws Exception {
    Verifier verifier = verifier();
    String token = scene.token();
    scene.issuer.faults().next(Endpoint.INTROSPECTION, Fault.late(Duration.ofMillis(300)));
    Future<Verdict> waiting = Scene.callers(1, () -> judge(verifier, token)).get(0);
    awaitAsked(1);
    scene.issuer.revoke(token);

    verifier.forget(token);

    assertThat(waiting.get()).isInstanceOf(Verdict.class);
    assertThat(refusal(verifier, token)).isEqualTo(Reason.INACTIVE);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void keepsNothingWhenNothingIsToBeRemembered() {
    try (Verifiers verifiers =
        Verifiers.open(Verifiers.Options.STANDARD.withMostVerdicts(0).withTime(scene.time))) {
      Verifier verifier = verifiers.of(expectation());
      String token = scene.token();

      accepted(verifier, token);
      accepted(verifier, token);

      assertThat(asked()).isEqualTo(2);
    }
  }

  @Test
  void showsNoTokenInAFailure() {
    Verifier verifier = verifier();
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.status(500));

    assertThat(failure(verifier, "canary")).hasMessageNotContaining("canary");
  }

  private void useUpThePace(Verifier verifier) {
    for (int i = 0; i < 256; i++) {
      refusal(verifier, "another-" + i);
    }
  }

  private void awaitSomebodyWaitingForThePace() {
    assertThat(scene.recorder.isSoWithin(PATIENCE, AskedTokensTest::somebodyWaitsForThePace))
        .isTrue();
  }

  private static boolean somebodyWaitsForThePace() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(Pause.class.getName()));
  }

  private static Fault inactive() {
    return Fault.answer(200, "application/json", "{\"active\":false}");
  }

  private void awaitAnswered(int count) {
    assertThat(
            scene.recorder.isSoWithin(
                PATIENCE,
                () ->
                    scene.issuer.referee().requests(Endpoint.INTROSPECTION).stream()
                            .filter(request -> request.status() == 200)
                            .count()
                        == count))
        .isTrue();
  }

  private void awaitAsked(int count) throws InterruptedException {
    assertThat(scene.issuer.referee().await(Endpoint.INTROSPECTION, count, PATIENCE)).isTrue();
  }

  private Expectation expectation() {
    Credential.Client asker =
        new Credential.Client("api", new ClientAuthentication.Basic(() -> Secret.of("s3cret")));
    return scene.expectation().withCheckOnly(Introspection.of(scene.issuer(), asker, scene.time));
  }

  private Verifier verifier() {
    return scene.verifiers.of(expectation());
  }

  private int asked() {
    return scene.issuer.referee().count(Endpoint.INTROSPECTION);
  }
}
