package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.http.FakeServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** G12: the token is put in place of whatever stood there, and nothing is sent without one. */
@Timeout(60)
class AuthorizedClientTest {
  private final CallingScene scene = new CallingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void callsWithAToken() throws Exception {
    HttpResponse<String> answer =
        scene.client().send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"client_id\":\"svc\"");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-store");
    assertThat(answer.uri()).isEqualTo(scene.api("orders"));
    assertThat(answer.version()).isEqualTo(scene.http.version());
    assertThat(answer.sslSession()).isEmpty();
    assertThat(answer.previousResponse()).isEmpty();
  }

  @Test
  void sendsMethodFieldsAndBodyAsTheyAre() throws Exception {
    HttpRequest request =
        scene
            .request()
            .header("X-Trace", "one")
            .header("X-Trace", "two")
            .method("PATCH", BodyPublishers.ofString("{}"))
            .build();

    scene.client().send(request, BodyHandlers.discarding());

    assertThat(scene.calls())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.method()).isEqualTo("PATCH");
              assertThat(seen.body()).isEqualTo("{}");
              assertThat(seen.headers()).containsEntry("X-Trace", "one");
            });
  }

  @Test
  void replacesWhateverAuthorizationTheCallerSet() throws Exception {
    try (FakeServer server = FakeServer.answering("HTTP/1.1 204 \r\n\r\n")) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/"))
              .header("authorization", "Basic c29tZWJvZHk6ZWxzZQ==")
              .header("AUTHORIZATION", "Bearer another")
              .build();

      scene.client().send(request, BodyHandlers.discarding());

      assertThat(server.takeRequest().lines())
          .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("authorization:"))
          .containsExactly("Authorization: " + scene.scene.source().get().authorizationHeader());
    }
  }

  @Test
  void sendsNothingWithoutAToken() {
    scene
        .scene
        .issuer
        .faults()
        .always(
            Endpoint.TOKEN,
            Fault.answer(401, "application/json", "{\"error\":\"invalid_client\"}"));

    assertThatThrownBy(() -> scene.client().send(scene.request().build(), BodyHandlers.ofString()))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED));

    assertThat(scene.called()).isZero();
  }

  @Test
  void waitsForATokenNoLongerThanTheRequestMayTake() throws Exception {
    scene.scene.issuer.faults().always(Endpoint.TOKEN, Fault.blackHole());
    HttpRequest request = scene.request().timeout(Duration.ofSeconds(3)).build();
    Future<HttpResponse<String>> call = scene.calling(scene.client(), request);
    scene.scene.issuer.referee().await(Endpoint.TOKEN, 1, Duration.ofSeconds(10));

    scene.scene.time.advance(Duration.ofSeconds(3));

    assertThatThrownBy(() -> CallingScene.result(call))
        .cause()
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.OUT_OF_PATIENCE));
    assertThat(scene.called()).isZero();
  }

  @Test
  void anInterruptEndsTheWaitForAToken() throws Exception {
    scene.scene.issuer.faults().always(Endpoint.TOKEN, Fault.blackHole());
    FutureTask<HttpResponse<String>> call =
        new FutureTask<>(
            () -> scene.client().send(scene.request().build(), BodyHandlers.ofString()));
    Thread caller = new Thread(call);
    caller.start();
    scene.scene.issuer.referee().await(Endpoint.TOKEN, 1, Duration.ofSeconds(10));

    caller.interrupt();

    assertThatThrownBy(() -> CallingScene.result(call))
        .cause()
        .isInstanceOf(InterruptedException.class)
        .hasCauseInstanceOf(TokenFailure.class);
  }

  @Test
  void theTimeoutOfARequestLimitsItsSending() {
    scene.scene.issuer.faults().always(Endpoint.API, Fault.blackHole());
    HttpRequest request = scene.request().timeout(Duration.ofMillis(200)).build();

    assertThatThrownBy(() -> scene.client().send(request, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void givesEachSendingWhatIsLeftOfTheTimeout() throws Exception {
    scene.scene.issuer.faults().next(Endpoint.API, Fault.throttled(RetryAfter.seconds(7)));
    HttpRequest request = scene.request().timeout(Duration.ofSeconds(30)).build();
    Future<HttpResponse<String>> call = scene.calling(scene.client(), request);
    scene.awaitWaiting(1);
    scene.scene.advance(Duration.ofSeconds(7));
    CallingScene.result(call);

    assertThat(scene.http.requests())
        .extracting(sent -> sent.timeout().orElseThrow())
        .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(23));
  }

  @Test
  void nothingIsSentWhenWaitingForTheTokenTookTheWholeTimeout() {
    Token token = scene.scene.source().get();
    HttpRequest request = scene.request().timeout(Duration.ofSeconds(3)).build();
    AuthorizedClient client =
        scene.client(
            patience -> {
              scene.scene.time.advance(patience);
              return token;
            });

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no answer of " + scene.origin + " within PT3S");
    assertThat(scene.called()).isZero();
  }

  @Test
  void withoutATimeoutTheSendingHasNone() throws Exception {
    scene.client().send(scene.request().build(), BodyHandlers.discarding());

    assertThat(scene.http.requests())
        .singleElement()
        .satisfies(sent -> assertThat(sent.timeout()).isEmpty());
  }

  @Test
  void withoutATimeoutATokenIsWaitedForAsLongAsUsual() throws Exception {
    Token token = scene.scene.source().get();
    List<Duration> patience = new ArrayList<>();
    AuthorizedClient client =
        scene.client(
            limit -> {
              patience.add(limit);
              return token;
            });

    client.send(scene.request().build(), BodyHandlers.discarding());
    client.send(scene.request().timeout(Duration.ofSeconds(3)).build(), BodyHandlers.discarding());
    client.send(
        scene.request().timeout(Duration.ofDays(30_000)).build(), BodyHandlers.discarding());

    assertThat(patience)
        .containsExactly(TokenSource.PATIENCE, Duration.ofSeconds(3), Duration.ofDays(365));
  }

  /** Another try does not change what a token may do. */
  @Test
  void aForbiddenCallIsAnsweredAtOnce() throws Exception {
    scene.scene.issuer.requireScope("/api/admin", "admin");
    HttpRequest request = HttpRequest.newBuilder(scene.api("admin/users")).build();
    Token before = scene.scene.source().get();

    HttpResponse<String> answer = scene.client().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("insufficient_scope");
    assertThat(scene.called()).isEqualTo(1);
    assertThat(scene.scene.source().get()).isSameAs(before);
  }

  @Test
  void aRedirectIsTheCallersToFollow() throws Exception {
    scene.scene.issuer.faults().next(Endpoint.API, Fault.redirect(302, "https://else.example/"));

    HttpResponse<String> answer =
        scene.client().send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void theAnswersRequestIsTheCallersOwn() throws Exception {
    HttpRequest request = scene.request().build();

    HttpResponse<Void> answer = scene.client().send(request, BodyHandlers.discarding());

    assertThat(answer.request()).isSameAs(request);
    assertThat(answer).hasToString("(GET " + scene.api("orders") + ") 200");
  }
}
