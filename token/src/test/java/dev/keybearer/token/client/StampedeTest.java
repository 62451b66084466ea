package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.renewal.Scene;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Turnstile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers queue while a service asks for patience, and come back one after another. */
@Timeout(60)
class StampedeTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int CALLERS = 200;

  private final CallingScene scene = new CallingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void nobodyCallsWhileTheWindowIsOpenAndThenOneAfterAnother() throws Exception {
    AuthorizedClient client = scene.client();
    Future<HttpResponse<String>> first = throttled(client, WINDOW);
    HttpRequest request = scene.request().build();
    List<Future<Integer>> others =
        Scene.callers(CALLERS, () -> client.send(request, BodyHandlers.discarding()).statusCode());
    scene.awaitWaiting(1 + CALLERS);

    scene.scene.advance(WINDOW.minusNanos(1));
    assertThat(scene.staysSo(() -> scene.called() == 1)).isTrue();

    scene.scene.advance(Duration.ofNanos(1));
    assertThat(CallingScene.result(first).statusCode()).isEqualTo(200);
    assertThat(scene.staysSo(() -> scene.called() == 2)).isTrue();

    scene.scene.advance(Turnstile.SPACING);
    scene.awaitCalled(3);
    assertThat(scene.staysSo(() -> scene.called() == 3)).isTrue();

    for (int step = 0; step < CALLERS; step++) {
      scene.awaitWaiting(Math.max(0, CALLERS - 1 - step));
      scene.scene.advance(Turnstile.SPACING);
    }
    for (Future<Integer> other : others) {
      assertThat(CallingScene.result(other)).isEqualTo(200);
    }
    assertThat(scene.called()).isEqualTo(2 + CALLERS);
  }

  /** The first one out is told to wait again: the others have not gone yet, and do not. */
  @Test
  void aNewWindowStopsTheOthersWhereTheyStand() throws Exception {
    AuthorizedClient client = scene.client();
    Future<HttpResponse<String>> first = throttled(client, WINDOW);
    Future<HttpResponse<String>> second = scene.calling(client);
    scene.awaitWaiting(2);
    scene.scene.issuer.faults().next(Endpoint.API, Fault.throttled(RetryAfter.seconds(20)));

    scene.scene.advance(WINDOW);
    scene.awaitCalled(2);
    scene.awaitWaiting(2);
    scene.scene.advance(Duration.ofSeconds(20).minusNanos(1));
    assertThat(scene.staysSo(() -> scene.called() == 2)).isTrue();

    scene.scene.advance(Duration.ofNanos(1));
    scene.awaitCalled(3);
    scene.scene.advance(Turnstile.SPACING);
    assertThat(CallingScene.result(first).statusCode()).isEqualTo(200);
    assertThat(CallingScene.result(second).statusCode()).isEqualTo(200);
  }

  /** Its own pause is over before the window of all is. */
  @Test
  void whoeverWaitsForItselfJoinsTheRowAfterwards() throws Exception {
    AuthorizedClient client = scene.client();
    scene.scene.issuer.faults().next(Endpoint.API, Fault.status(503));
    Future<HttpResponse<String>> alone = scene.calling(client);
    scene.awaitCalled(1);
    assertThat(scene.staysSo(() -> scene.called() == 1)).isTrue();
    Future<HttpResponse<String>> first = throttled(client, WINDOW);

    scene.scene.advance(Duration.ofSeconds(2)); // the longest that its own pause can be
    scene.awaitWaiting(2);
    assertThat(scene.called()).isEqualTo(2);

    scene.scene.advance(WINDOW);
    assertThat(CallingScene.result(first).statusCode()).isEqualTo(200);
    scene.scene.advance(Turnstile.SPACING);
    assertThat(CallingScene.result(alone).statusCode()).isEqualTo(200);
  }

  @Test
  void whoeverCannotWaitIsToldAtOnceAndSendsNothing() throws Exception {
    AuthorizedClient client = scene.client();
    Future<HttpResponse<String>> patient = throttled(client, WINDOW);
    HttpRequest hasty = scene.request().timeout(WINDOW).build();

    assertThatThrownBy(() -> client.send(hasty, BodyHandlers.ofString()))
        .isInstanceOfSatisfying(
            CallHeldBack.class,
            held -> assertThat(held.until()).isEqualTo(scene.scene.time.wall().plus(WINDOW)));
    assertThat(patient.isDone()).isFalse();
    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void whoeverFindsTheRowFullIsToldAtOnceAndSendsNothing() {
    AuthorizedClient client = scene.client();
    fillRow(Turnstile.MOST_WAITING);

    assertThatThrownBy(() -> client.send(scene.request().build(), BodyHandlers.ofString()))
        .isInstanceOf(CallHeldBack.class)
        .hasMessageContaining("1000 wait already");
    assertThat(scene.called()).isZero();
  }

  @Test
  void whoeverTakesTheLastPlaceWaits() {
    AuthorizedClient client = scene.client();
    fillRow(Turnstile.MOST_WAITING - 1);

    Future<HttpResponse<String>> last = scene.calling(client);

    scene.awaitWaiting(Turnstile.MOST_WAITING);
    assertThat(last.isDone()).isFalse();
  }

  /** It was on its way when the window opened, so that it has an answer when it finds no place. */
  @Test
  void anAnswerThatFindsTheRowFullIsReturned() throws Exception {
    AuthorizedClient client = scene.client();
    scene.scene.issuer.faults().next(Endpoint.API, Fault.throttled(RetryAfter.seconds(5)));
    scene.scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(300)));
    Future<HttpResponse<String>> call = scene.calling(client);
    scene.scene.issuer.referee().await(Endpoint.TOKEN, 1, Scene.PATIENCE);
    fillRow(Turnstile.MOST_WAITING);

    HttpResponse<String> answer = CallingScene.result(call);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo("come back later");
  }

  /** One caller cannot repeat its body; what it was told holds for everybody. */
  @Test
  void anAnswerThatEndsItsOwnCallOpensTheWindowForAllTheSame() throws Exception {
    AuthorizedClient client = scene.client();
    scene.scene.issuer.faults().next(Endpoint.API, Fault.throttled(RetryAfter.seconds(30)));
    HttpRequest hasty = scene.request().timeout(Duration.ofSeconds(1)).build();
    assertThat(client.send(hasty, BodyHandlers.discarding()).statusCode()).isEqualTo(429);

    Future<HttpResponse<String>> other = scene.calling(client);

    scene.awaitWaiting(1);
    assertThat(scene.called()).isEqualTo(1);
    scene.scene.advance(WINDOW);
    assertThat(CallingScene.result(other).statusCode()).isEqualTo(200);
  }

  @Test
  void callsGoAsBeforeOnceTheRowIsEmpty() throws Exception {
    AuthorizedClient client = scene.client();
    Future<HttpResponse<String>> first = throttled(client, WINDOW);
    scene.scene.advance(WINDOW);
    CallingScene.result(first);
    scene.scene.advance(Turnstile.SPACING);

    for (int call = 0; call < 5; call++) {
      assertThat(client.send(scene.request().build(), BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  private Future<HttpResponse<String>> throttled(AuthorizedClient client, Duration window) {
    scene
        .scene
        .issuer
        .faults()
        .next(Endpoint.API, Fault.throttled(RetryAfter.seconds(window.toSeconds())));
    Future<HttpResponse<String>> call = scene.calling(client);
    scene.awaitWaiting(1);
    return call;
  }

  private void fillRow(int places) {
    Turnstile turnstile = scene.turnstiles.at(scene.origin);
    turnstile.shut(WINDOW);
    Deadline patient = Deadline.assumed(AuthorizedClient.LIMIT, scene.scene.time);
    for (int place = 0; place < places; place++) {
      Objects.requireNonNull(turnstile.join(patient));
    }
  }
}
