package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H1: a marked token appears in no text that a call leaves behind. */
@Timeout(60)
class CanaryTest {
  private static final String CANARY = "c4n4ry-t0k3n";

  private final CallingScene scene = new CallingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CANARY + "\r\nX-Injected: yes",
        CANARY + "\n",
        CANARY + "\u0000",
        CANARY + "\u20ac"
      })
  void aTokenThatNoFieldCanCarryIsNotQuoted(String value) {
    Throwable failure =
        catchThrowable(
            () ->
                scene.client(source(value)).send(scene.request().build(), BodyHandlers.ofString()));

    assertThat(failure).isInstanceOf(TokenFailure.class);
    assertThat(trace(failure)).doesNotContain(CANARY);
    assertThat(scene.called()).isZero();
  }

  @Test
  void noFailureOfTheNetworkQuotesIt() {
    AuthorizedClient client = scene.client(source(CANARY));
    HttpRequest request = scene.request().timeout(Duration.ofMillis(300)).build();
    for (Fault fault : new Fault[] {Fault.reset(), Fault.lostAnswer(), Fault.blackHole()}) {
      scene.scene.issuer.faults().clear();
      scene.scene.issuer.faults().always(Endpoint.API, fault);

      assertThat(trace(catchThrowable(() -> client.send(request, BodyHandlers.ofString()))))
          .doesNotContain(CANARY);
    }
  }

  @Test
  void noRefusalOfADestinationQuotesIt() {
    AuthorizedClient client =
        AuthorizedClient.of(scene.http, source(CANARY), URI.create("https://api.example.com"));

    Throwable refusal =
        catchThrowable(() -> client.send(scene.request().build(), BodyHandlers.ofString()));

    assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
    assertThat(trace(refusal)).doesNotContain(CANARY);
  }

  @Test
  void theAnswerDoesNotShowIt() throws Exception {
    AuthorizedClient client = scene.client(source(CANARY));

    HttpResponse<String> answer = client.send(scene.request().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.toString()).doesNotContain(CANARY);
    assertThat(answer.request() + " " + answer.request().headers()).doesNotContain(CANARY);
  }

  private static TokenSource source(String value) {
    Token token =
        Token.of(
            "Bearer",
            value,
            new Fingerprint("0123456789abcdef"),
            new Token.Terms(1, Instant.MAX, Scopes.none()));
    return patience -> token;
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
