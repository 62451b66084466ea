package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.Scene;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 401: that token is rejected, and the request is sent once more with the next one. */
@Timeout(60)
class RefusedTokenTest {
  private static final Fault UNAUTHORIZED = Fault.answer(401, "text/plain", "who are you?");

  private final CallingScene scene = new CallingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void sendsOnceMoreWithTheNextToken() throws Exception {
    AuthorizedClient client = scene.client();
    Token dead = scene.scene.source().get();
    scene.kill(dead);

    HttpResponse<String> answer = client.send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(scene.calls()).extracting(RecordedRequest::status).containsExactly(401, 200);
    assertThat(scene.scene.asked()).isEqualTo(2);
    assertThat(scene.scene.recorder.events(Event.TokenRejected.class))
        .extracting(event -> event.token())
        .containsExactly(dead);
  }

  @Test
  void theHandlerSeesTheFinalAnswerOnly() throws Exception {
    List<Integer> seen = new ArrayList<>();
    BodyHandler<String> handler =
        head -> {
          seen.add(head.statusCode());
          return BodyHandlers.ofString().apply(head);
        };
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());

    client.send(scene.request().build(), handler);
    assertThat(seen).containsExactly(200);

    scene.scene.issuer.faults().next(Endpoint.API, UNAUTHORIZED, 2);
    assertThat(client.send(scene.request().build(), handler).body()).isEqualTo("who are you?");
    assertThat(seen).containsExactly(200, 401);
  }

  @Test
  void aSecondRefusalIsTheAnswer() throws Exception {
    scene.scene.issuer.faults().always(Endpoint.API, UNAUTHORIZED);

    HttpResponse<String> answer =
        scene.client().send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("who are you?");
    assertThat(scene.called()).isEqualTo(2);
    assertThat(scene.scene.recorder.events(Event.TokenRejected.class)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("replayable")
  void sendsABodyOfKnownLengthAgain(BodyPublisher body) throws Exception {
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());

    HttpResponse<String> answer =
        client.send(scene.request().POST(body).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(scene.calls()).hasSize(2);
    assertThat(scene.calls())
        .extracting(RecordedRequest::body)
        .containsOnly("abc".substring(0, (int) body.contentLength()));
  }

  static Stream<BodyPublisher> replayable() {
    return Stream.of(
        BodyPublishers.ofString("abc"),
        BodyPublishers.ofByteArray(new byte[] {'a', 'b', 'c'}),
        BodyPublishers.noBody());
  }

  /** The next call profits all the same: the token is rejected. */
  @ParameterizedTest
  @MethodSource("unrepeatable")
  void doesNotSendABodyOfUnknownLengthAgain(BodyPublisher body) throws Exception {
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());

    HttpResponse<String> answer =
        client.send(scene.request().POST(body).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_token");
    assertThat(scene.called()).isEqualTo(1);
    assertThat(scene.scene.source().get().generation()).isEqualTo(2);
  }

  static Stream<BodyPublisher> unrepeatable() {
    return Stream.of(
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {'a'})),
        BodyPublishers.fromPublisher(BodyPublishers.ofString("abc")));
  }

  @Test
  void aThousandCallsWithARevokedTokenAskForOneAndAllSucceed() throws Exception {
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());
    HttpRequest request = scene.request().build();

    List<Future<Integer>> calls =
        Scene.callers(1000, () -> client.send(request, BodyHandlers.discarding()).statusCode());

    for (Future<Integer> call : calls) {
      assertThat(CallingScene.result(call)).isEqualTo(200);
    }
    assertThat(scene.scene.asked()).isEqualTo(2);
    assertThat(scene.scene.recorder.events(Event.TokenRejected.class)).hasSize(1);
  }

  @Test
  void aLateRefusalOfAnOldTokenDoesNotEndTheNew() throws Exception {
    AuthorizedClient client = scene.client();
    TokenSource source = scene.scene.source();
    Token old = source.get();
    scene.kill(old);
    scene.scene.issuer.faults().next(Endpoint.API, Fault.late(Duration.ofMillis(300)));
    Future<HttpResponse<String>> late = scene.calling(client);
    scene.awaitCalled(1);
    client.send(scene.request().build(), BodyHandlers.discarding());
    Token current = source.get();
    assertThat(current.generation()).isEqualTo(2);

    assertThat(CallingScene.result(late).statusCode()).isEqualTo(200);

    assertThat(source.get()).isSameAs(current);
    assertThat(scene.scene.asked()).isEqualTo(2);
  }

  @Test
  void doesNotSendTheSameTokenAgain() throws Exception {
    Token only = scene.scene.source().get();
    scene.kill(only);

    HttpResponse<String> answer =
        scene.client(patience -> only).send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_token");
    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void doesNotSendAnotherCopyOfTheSameTokenAgain() throws Exception {
    Token first = scene.scene.source().get();
    scene.kill(first);
    long[] generation = {1};
    TokenSource source =
        patience ->
            Token.of(
                "Bearer",
                first.value(),
                first.fingerprint(),
                new Token.Terms(generation[0]++, first.expiresAt(), first.scopes()));

    HttpResponse<String> answer =
        scene.client(source).send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(scene.called()).isEqualTo(1);
  }

  @Test
  void saysWhyThereIsNoNextToken() {
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());
    scene
        .scene
        .issuer
        .faults()
        .always(
            Endpoint.TOKEN,
            Fault.answer(401, "application/json", "{\"error\":\"invalid_client\"}"));

    assertThatThrownBy(() -> client.send(scene.request().build(), BodyHandlers.ofString()))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED));
    assertThat(scene.called()).isEqualTo(1);
  }

  /** A call that took longer than calls may wait is answered as it is. */
  @Test
  void doesNotBeginAnewWhenItsTimeIsUp() throws Exception {
    AuthorizedClient client = scene.client();
    scene.kill(scene.scene.source().get());
    scene.scene.issuer.faults().next(Endpoint.API, Fault.late(Duration.ofMillis(200)));
    Future<HttpResponse<String>> call = scene.calling(client);
    scene.awaitCalled(1);

    scene.scene.time.advance(AuthorizedClient.LIMIT);

    HttpResponse<String> answer = CallingScene.result(call);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_token");
    assertThat(scene.called()).isEqualTo(1);
  }
}
