package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.turnstile.Turnstile;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R5, R6: 429 and 503 are answered with patience, and patience has an end. */
@Timeout(60)
class AskedToWaitTest {
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final CallingScene scene = new CallingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void waitsExactlyAsTold(RetryAfter form, Duration told) throws Exception {
    fault(Fault.throttled(form));

    assertWaits(scene.calling(scene.client()), told);
  }

  static Stream<Arguments> forms() {
    Duration seven = Duration.ofSeconds(7);
    return Stream.of(
        Arguments.of(RetryAfter.seconds(7), seven),
        Arguments.of(RetryAfter.seconds(0), Turnstile.SPACING),
        Arguments.of(RetryAfter.past(), Turnstile.SPACING),
        Arguments.of(RetryAfter.raw(" 7 "), seven),
        // Full jitter comes out at its most here: two seconds for the first wait.
        Arguments.of(RetryAfter.malformed(), TWO_SECONDS),
        Arguments.of(RetryAfter.raw("-5"), TWO_SECONDS),
        Arguments.of(RetryAfter.raw(""), TWO_SECONDS));
  }

  /** The answer's own Date has whole seconds, so the clock is put on one. */
  @ParameterizedTest
  @MethodSource("dates")
  void measuresADateAgainstTheAnswersOwnDate(RetryAfter form) throws Exception {
    scene.scene.world.clock().set(Instant.parse("2026-11-20T12:00:00Z"));
    scene.scene.time.moveWall(Duration.ofHours(-2));
    fault(Fault.throttled(form));

    assertWaits(scene.calling(scene.client()), Duration.ofSeconds(7));
  }

  static Stream<RetryAfter> dates() {
    Duration seven = Duration.ofSeconds(7);
    return Stream.of(
        RetryAfter.date(seven), RetryAfter.rfc850Date(seven), RetryAfter.asctimeDate(seven));
  }

  @Test
  void withoutAWordItWaitsLongerEachTimeAndThreeTimesAtMost() throws Exception {
    scene.scene.issuer.faults().always(Endpoint.API, Fault.status(429));
    Future<HttpResponse<String>> call = scene.calling(scene.client());

    for (int wait = 1; wait <= Call.MOST_WAITS; wait++) {
      scene.awaitWaiting(1);
      assertThat(scene.called()).isEqualTo(wait);
      scene.scene.advance(SECOND.multipliedBy(1L << wait).minus(NANO));
      assertThat(scene.staysSo(() -> scene.turnstiles.at(scene.origin).waiting() == 1)).isTrue();
      scene.scene.advance(NANO);
      scene.awaitCalled(wait + 1);
    }

    HttpResponse<String> answer = CallingScene.result(call);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo("<h1>429</h1>");
    assertThat(scene.called()).isEqualTo(1 + Call.MOST_WAITS);
  }

  /** R5: full jitter may come out near zero, which is wrong for whoever asks for patience. */
  @Test
  void halfOfAWaitWithoutAWordIsCertain() throws Exception {
    scene.jitter(0);
    fault(Fault.status(429));

    assertWaits(scene.calling(scene.client()), SECOND);
  }

  @Test
  void aWaitThatWouldPassTheTimeoutIsNotBegun() throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(30)));
    HttpRequest request = scene.request().timeout(Duration.ofSeconds(30)).build();

    HttpResponse<String> answer = scene.client().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo("come back later");
    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void aWaitThatEndsJustWithinTheTimeoutIsBegun() throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(30)));
    HttpRequest request = scene.request().timeout(Duration.ofSeconds(31)).build();

    assertWaits(scene.calling(scene.client(), request), Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(longs = {60, 61, 3600})
  void withoutATimeoutNoWaitIsLongerThanTheLimit(long seconds) throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(seconds)));

    HttpResponse<String> answer =
        scene.client().send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(429);
  }

  @Test
  void withoutATimeoutAWaitJustWithinTheLimitIsBegun() throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(59)));

    assertWaits(scene.calling(scene.client()), Duration.ofSeconds(59));
  }

  /** R6: clamped to an hour, which is more than this call has. */
  @Test
  void anAbsurdWaitIsAnAnswerAtOnce() throws Exception {
    fault(Fault.throttled(RetryAfter.absurd()));
    HttpRequest request = scene.request().timeout(Duration.ofMinutes(59)).build();

    assertThat(scene.client().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(429);
  }

  @Test
  void sendsAPostAgainThatWasThrottled() throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(7)));
    HttpRequest request = scene.request().POST(BodyPublishers.ofString("abc")).build();

    assertWaits(scene.calling(scene.client(), request), Duration.ofSeconds(7));
    assertThat(scene.calls()).extracting(seen -> seen.body()).containsExactly("abc", "abc");
  }

  @Test
  void doesNotSendABodyOfUnknownLengthAgain() throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(7)));
    HttpRequest request =
        scene
            .request()
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1])))
            .build();

    HttpResponse<String> answer = scene.client().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo("come back later");
    assertThat(scene.called()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
  void anIdempotentCallWaitsForAServiceThatIsDown(String method) throws Exception {
    fault(Fault.status(503));
    HttpRequest request = scene.request().method(method, BodyPublishers.noBody()).build();
    Future<HttpResponse<String>> call = scene.calling(scene.client(), request);
    scene.awaitCalled(1);

    assertThat(scene.staysSo(() -> scene.called() == 1)).isTrue();
    scene.scene.advance(TWO_SECONDS);

    assertThat(CallingScene.result(call).statusCode()).isEqualTo(200);
    assertThat(scene.called()).isEqualTo(2);
  }

  /** Nobody knows whether the order was placed. */
  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "get"})
  void anyOtherCallToAServiceThatIsDownIsAnswered(String method) throws Exception {
    fault(Fault.status(503));
    HttpRequest request = scene.request().method(method, BodyPublishers.noBody()).build();

    HttpResponse<String> answer = scene.client().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("<h1>503</h1>");
    assertThat(scene.called()).isEqualTo(1);
  }

  /** Whoever names a time has not begun. */
  @Test
  void anyCallWaitsForAServiceThatSaysWhenItWillBeBack() throws Exception {
    fault(Fault.retry(503, RetryAfter.seconds(7)));
    HttpRequest request = scene.request().POST(BodyPublishers.ofString("abc")).build();

    assertWaits(scene.calling(scene.client(), request), Duration.ofSeconds(7));
  }

  @Test
  void aServiceThatIsDownWithoutAWordHoldsUpNobodyElse() throws Exception {
    fault(Fault.status(503));
    Future<HttpResponse<String>> waits = scene.calling(scene.client());
    scene.awaitCalled(1);

    HttpResponse<String> answer =
        scene.client().send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(waits.isDone()).isFalse();
    scene.scene.advance(TWO_SECONDS);
    assertThat(CallingScene.result(waits).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 408, 413, 425, 500, 502, 504})
  void noOtherAnswerIsWaitedFor(int status) throws Exception {
    fault(Fault.retry(status, RetryAfter.seconds(7)));

    HttpResponse<String> answer =
        scene.client().send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    fault(Fault.throttled(RetryAfter.seconds(7)));
    FutureTask<HttpResponse<String>> call =
        new FutureTask<>(
            () -> scene.client().send(scene.request().build(), BodyHandlers.ofString()));
    Thread caller = new Thread(call);
    caller.start();
    scene.awaitWaiting(1);

    caller.interrupt();

    assertThatThrownBy(() -> CallingScene.result(call))
        .cause()
        .isInstanceOf(InterruptedException.class);
    assertThat(scene.turnstiles.at(scene.origin).waiting()).isZero();
  }

  /** The token that is sent after a wait is one that lives then. */
  @Test
  void asksForTheTokenAfterTheWait() throws Exception {
    scene.scene.issuer.habits().tokenLife(Duration.ofSeconds(20));
    fault(Fault.throttled(RetryAfter.seconds(30)));
    Future<HttpResponse<String>> call = scene.calling(scene.client());
    scene.awaitWaiting(1);

    scene.scene.advance(Duration.ofSeconds(30));

    assertThat(CallingScene.result(call).statusCode()).isEqualTo(200);
    assertThat(scene.calls()).extracting(seen -> seen.status()).containsExactly(429, 200);
  }

  /** 401, wait, wait, wait: each has its own count. */
  @Test
  void aRefusedTokenCostsNoPatience() throws Exception {
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());
    fault(Fault.throttled(RetryAfter.seconds(1)));
    Future<HttpResponse<String>> call = scene.calling(client);
    scene.awaitWaiting(1);
    scene.scene.issuer.faults().clear();

    scene.scene.advance(SECOND);
    scene.awaitCalled(2);
    scene.awaitWaiting(1); // a step behind whoever went last, which was this very call
    scene.scene.advance(Turnstile.SPACING);

    assertThat(CallingScene.result(call).statusCode()).isEqualTo(200);
    assertThat(scene.calls()).extracting(seen -> seen.status()).containsExactly(429, 401, 200);
  }

  private void fault(Fault fault) {
    scene.scene.issuer.faults().next(Endpoint.API, fault);
  }

  private void assertWaits(Future<HttpResponse<String>> call, Duration wait) throws Exception {
    scene.awaitWaiting(1);
    scene.scene.advance(wait.minus(NANO));
    assertThat(scene.staysSo(() -> scene.turnstiles.at(scene.origin).waiting() == 1)).isTrue();
    assertThat(scene.called()).isEqualTo(1);

    scene.scene.advance(NANO);

    assertThat(CallingScene.result(call).statusCode()).isEqualTo(200);
    assertThat(scene.called()).isEqualTo(2);
  }
}
