package dev.keybearer.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Credential.Client;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.client.AuthorizedClient;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Secrets rotate without a failed call where a client has one, and a new one ends it at once. */
@Timeout(60)
class BlueGreenSourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final GenesysScene scene = new GenesysScene();
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

  @BeforeEach
  void twoClients() {
    for (String client : List.of("blue", "green")) {
      scene.genesys.client(client).secret(client + "-secret");
      kept.put(client, client + "-secret");
    }
    scene.genesys.quirks().mintLimit(1_000, Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void givesTheTokensOfBlueUntilGreenIsProved() throws Exception {
    BlueGreenSource source = source();
    Token before = source.get();

    assertThat(rotate(source)).isTrue();

    assertThat(source.inUse().name()).isEqualTo("green");
    assertThat(source.get().value()).isNotEqualTo(before.value());
    assertThat(scene.genesys.referee().requests(Endpoint.OAUTH_CLIENTS))
        .extracting(request -> request.method() + " " + request.path())
        .containsExactly("POST /api/v2/oauth/clients/green/secret");
    assertThat(kept.get("green")).isNotEqualTo("green-secret");
  }

  /** The new secret also ends the tokens of its client: of the one that nobody uses. */
  @Test
  void noCallFailsWhileSecretsRotateAgainAndAgain() throws Exception {
    scene.genesys.quirks().newSecretEndsTokens().requestsPerMinute(1_000_000);
    BlueGreenSource source = source();
    AuthorizedClient client =
        AuthorizedClient.of(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
            source,
            scene.genesys.api());
    HttpRequest request =
        HttpRequest.newBuilder(scene.genesys.api().resolve("/api/v2/date")).build();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(4);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    List<Future<Integer>> failed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      failed.add(
          callers.submit(
              () -> {
                int bad = 0;
                do {
                  bad +=
                      client.send(request, BodyHandlers.discarding()).statusCode() == 200 ? 0 : 1;
                  begun.countDown();
                } while (!over.get());
                return bad;
              }));
    }
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 6; i++) {
      assertThat(rotate(source)).isTrue();
      scene.advance(Duration.ofSeconds(10)); // more renewals than a credential may make at once
    }
    over.set(true);
    callers.shutdown();

    for (Future<Integer> each : failed) {
      assertThat(each.get(20, TimeUnit.SECONDS)).isZero();
    }
    assertThat(source.inUse().name()).isEqualTo("blue");
  }

  @Test
  void theSecretIsKeptBeforeAnythingCanGoWrong() {
    BlueGreenSource source = source();
    Token before = source.get();
    scene.genesys.faults().next(Endpoint.TOKEN, Fault.status(503), 1_000);

    assertThatThrownBy(() -> rotate(source)).isInstanceOf(TokenFailure.class);

    assertThat(kept.get("green")).isNotEqualTo("green-secret");
    assertThat(source.inUse().name()).isEqualTo("blue");
    assertThat(source.get()).isEqualTo(before);
  }

  @Test
  void anAnswerThatIsLostIsMadeUpForByRotatingAgain() throws Exception {
    BlueGreenSource source = source();
    OAuthClients clients = OAuthClients.of(scene.genesys.api(), source);
    scene.genesys.faults().next(Endpoint.OAUTH_CLIENTS, Fault.lostAnswer());

    assertThatThrownBy(() -> source.rotate(clients, this::keep, PATIENCE))
        .isInstanceOf(RuntimeException.class);
    assertThat(source.get()).isNotNull();

    assertThat(source.rotate(clients, this::keep, PATIENCE)).isTrue();
    assertThat(source.inUse().name()).isEqualTo("green");
  }

  @Test
  void keepsToTheSecretsThatAreAtRestAfterARestart() throws Exception {
    rotate(source());
    scene.sources.release(credential("blue"), PATIENCE);
    scene.sources.release(credential("green"), PATIENCE);

    BlueGreenSource again = source();

    assertThat(again.get()).isNotNull();
    assertThat(rotate(again)).isTrue();
  }

  @Test
  void theOtherStandsInWhenTheOneInUseIsDisabled() {
    BlueGreenSource source = source();
    source.reject(source.get());
    scene.genesys.client("blue").disable();

    assertThat(source.get()).isNotNull();
    assertThat(source.inUse().name()).isEqualTo("green");
  }

  @Test
  void saysWhyTheOneInUseFailedWhenBothDo() {
    scene.genesys.client("blue").disable();
    scene.genesys.client("green").disable();

    assertThatThrownBy(() -> source().get())
        .isInstanceOf(TokenFailure.class)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @Test
  void rejectsTheTokenOfEitherAndNoOther() throws Exception {
    BlueGreenSource source = source();
    Token blue = source.get();
    rotate(source);
    Token green = source.get();

    source.reject(blue);
    assertThat(source.peek()).isEqualTo(green);
    source.reject(green);

    assertThat(source.get().value()).isNotEqualTo(green.value());
  }

  @Test
  void refusesWhatCannotRotate() {
    assertThatThrownBy(
            () -> BlueGreenSource.of(scene.sources, credential("blue"), credential("blue")))
        .isInstanceOf(IllegalArgumentException.class);
    Credential secretless =
        Credential.of(
            "none",
            scene.cloud.issuer(),
            new Grant.ClientCredentials(),
            new Client("none", new ClientAuthentication.None()));
    assertThatThrownBy(() -> BlueGreenSource.of(scene.sources, credential("blue"), secretless))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClientIsNamedByAnIdAndByNothingElse() {
    OAuthClients clients = OAuthClients.of(scene.genesys.api(), source());

    for (String id : List.of("", "a/b", "a?b", "../x", "a b")) {
      assertThatThrownBy(() -> clients.make(id)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private boolean rotate(BlueGreenSource source) throws InterruptedException {
    URI api = scene.genesys.api();
    return source.rotate(OAuthClients.of(api, source), this::keep, PATIENCE);
  }

  private void keep(String client, Secret secret) {
    kept.put(client, secret.reveal());
  }

  private BlueGreenSource source() {
    return BlueGreenSource.of(scene.sources, credential("blue"), credential("green"));
  }

  /** Reads the secret where it is kept, as a file would be. */
  private Credential credential(String client) {
    return credentials.computeIfAbsent(
        client,
        id ->
            Credential.clientCredentials(
                scene.cloud.issuer(), id, () -> Secret.of(String.valueOf(kept.get(id)))));
  }
}
