package dev.keybearer.token.login;

import static dev.keybearer.token.login.LoginScene.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.GrantType;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 8628 against a simulated issuer, in a time that a test moves. */
class DeviceLoginTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final LoginScene scene = new LoginScene();
  private final WatchedTime time = new WatchedTime(scene.time);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
    scene.close();
  }

  @Test
  void saysWhatToShowThePerson() {
    DeviceLogin login = begin();

    assertThat(scene.issuer.devices().waiting()).containsExactly(login.userCode());
    assertThat(login.verificationUri()).asString().isEqualTo(scene.issuer.uri() + "/device");
    assertThat(login.verificationUriComplete())
        .asString()
        .isEqualTo(scene.issuer.uri() + "/device?user_code=" + login.userCode());
    assertThat(login.expires()).isEqualTo(scene.time.wall().plus(Duration.ofMinutes(10)));
  }

  @Test
  void asksForScopesAndAudience() {
    Credential credential =
        scene.onDevice().withScopes(Scopes.of("orders:read")).withAudience("orders");

    DeviceLogin.begin(credential, scene.store, time);

    assertThat(scene.issuer.referee().requests(Endpoint.DEVICE_AUTHORIZATION).get(0).form())
        .containsEntry("client_id", "app")
        .containsEntry("scope", "orders:read")
        .containsEntry("audience", "orders");
  }

  @Test
  void bringsTokensOnceThePersonSaysYes() throws Exception {
    DeviceLogin login = begin();
    Future<Login> waiting = threads.submit(login::await);
    assertPauses(5);
    assertThat(time.pause()).isEqualTo(INTERVAL);
    scene.issuer.devices().approve(login.userCode(), "ada");

    scene.advance(INTERVAL);

    assertThat(waiting.get(10, TimeUnit.SECONDS).expiresAt())
        .isEqualTo(scene.time.wall().plusSeconds(100));
    assertThat(scene.source(scene.onDevice()).get()).isNotNull();
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void keepsTheTokensForACredentialThatUsuallyLogsInByBrowser() throws Exception {
    Credential credential =
        scene.credential(scene.unnamedIssuer(), new Grant.AuthorizationCode(LoginScene.REDIRECT));
    DeviceLogin login = DeviceLogin.begin(credential, scene.store, time);
    scene.issuer.devices().approve(login.userCode(), "ada");

    awaitAfterOnePause(login);

    assertThat(scene.source(credential).get()).isNotNull();
  }

  @Test
  void pollsAtTheIntervalAndNotBefore() {
    DeviceLogin login = begin();
    Future<Login> waiting = threads.submit(login::await);

    assertPauses(5, 5, 5);

    assertThat(waiting).isNotDone();
  }

  @Test
  void slowsDownByFiveSecondsForGood() {
    DeviceLogin login = begin();
    answerNext(400, "{\"error\":\"slow_down\"}");
    answerNext(400, "{\"error\":\"slow_down\"}");
    Future<Login> waiting = threads.submit(login::await);

    assertPauses(5, 10, 15, 15);

    assertThat(waiting).isNotDone();
  }

  @Test
  void asksHalfAsOftenAfterEachFailureAndAsBeforeOnceAnswered() {
    DeviceLogin login = begin();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.reset());
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.status(503));
    Future<Login> waiting = threads.submit(login::await);

    assertPauses(5, 10, 20, 5);

    assertThat(waiting).isNotDone();
  }

  @Test
  void neverPausesForMoreThanAMinuteOnItsOwn() {
    DeviceLogin login = begin();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(502));
    Future<Login> waiting = threads.submit(login::await);

    assertPauses(5, 10, 20, 40, 60, 60);

    assertThat(waiting).isNotDone();
  }

  @Test
  void waitsAsLongAsAThrottlingIssuerSays() {
    DeviceLogin login = begin();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.throttled(RetryAfter.seconds(30)));
    Future<Login> waiting = threads.submit(login::await);

    assertPauses(5, 30, 10);

    assertThat(waiting).isNotDone();
  }

  @Test
  void aPersonWhoSaysNoEndsTheWait() {
    DeviceLogin login = begin();
    scene.issuer.devices().deny(login.userCode());

    TokenFailure failure = failureAfterOnePause(login);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("access_denied");
  }

  @Test
  void endsWhenTheIssuerSaysThatItIsTooLate() {
    DeviceLogin login = begin();
    answerNext(400, "{\"error\":\"expired_token\"}");

    TokenFailure failure = failureAfterOnePause(login);

    assertThat(failure.kind()).isEqualTo(Kind.NEEDS_LOGIN);
    assertThat(failure).hasMessageContaining("nobody decided");
  }

  @Test
  void endsByItselfWhenNobodyDecides() {
    DeviceLogin login = begin();
    Future<Login> waiting = threads.submit(login::await);
    assertPauses(5);
    assertThat(time.pause()).isEqualTo(INTERVAL);
    assertThat(waiting).isNotDone();

    scene.advance(Duration.ofSeconds(595));

    assertThat(failureOf(waiting).kind()).isEqualTo(Kind.NEEDS_LOGIN);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void neverWaitsBeyondTheEndOfTheCodes() {
    DeviceLogin login = begin();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.throttled(RetryAfter.seconds(3600)));
    Future<Login> waiting = threads.submit(login::await);

    assertPauses(5);

    assertThat(time.pause()).isEqualTo(Duration.ofSeconds(595));

    assertThat(waiting).isNotDone();
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() throws Exception {
    DeviceLogin login = begin();
    AtomicBoolean flagged = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              TokenFailure failure = failure(login::await);
              flagged.set(Thread.interrupted() && failure.kind() == Kind.OUT_OF_PATIENCE);
              ended.countDown();
            });
    thread.start();

    thread.interrupt();

    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(flagged).isTrue();
    scene.issuer.devices().approve(login.userCode(), "ada");
    awaitAfterOnePause(login);
  }

  @Test
  void anUnknownRefusalEndsTheWait() {
    DeviceLogin login = begin();
    answerNext(400, "{\"error\":\"invalid_grant\"}");

    assertThat(failureAfterOnePause(login).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aLoginWithoutRefreshTokenSaysWhatToChange() {
    scene.issuer.habits().refreshable(GrantType.AUTHORIZATION_CODE);
    DeviceLogin login = begin();
    scene.issuer.devices().approve(login.userCode(), "ada");

    assertThat(failureAfterOnePause(login)).hasMessageContaining("offline_access");
  }

  @Test
  void anIssuerWithoutDeviceLoginIsRefused() {
    Issuer bare = Issuer.oauth2(Endpoints.of(scene.issuer.tokenEndpoint()));
    Credential credential = scene.credential(bare, new Grant.DeviceCode());

    TokenFailure failure = failure(() -> DeviceLogin.begin(credential, scene.store, time));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("names no device authorization endpoint");
  }

  @Test
  void aClientWithAWrongSecretIsToldSo() {
    scene.issuer.client("app").secret("right");
    ClientAuthentication wrong = new ClientAuthentication.Post(() -> Secret.of("wrong"));
    Credential credential =
        Credential.of(
            "ada",
            scene.unnamedIssuer(),
            new Grant.DeviceCode(),
            new Credential.Client("app", wrong));

    TokenFailure failure = failure(() -> DeviceLogin.begin(credential, scene.store, time));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("invalid_client").hasMessageContaining("check the");
  }

  @Test
  void anIssuerInTroubleIsUnreachable() {
    scene.issuer.faults().next(Endpoint.DEVICE_AUTHORIZATION, Fault.status(503));
    assertThat(failure(this::begin).kind()).isEqualTo(Kind.UNREACHABLE);

    scene.issuer.faults().next(Endpoint.DEVICE_AUTHORIZATION, Fault.html());
    assertThat(failure(this::begin).kind()).isEqualTo(Kind.UNREACHABLE);

    Fault empty = Fault.answer(200, "application/json", "{}");
    scene.issuer.faults().next(Endpoint.DEVICE_AUTHORIZATION, empty);
    assertThat(failure(this::begin)).hasMessageContaining("no usable device code");
  }

  private DeviceLogin begin() {
    return DeviceLogin.begin(scene.onDevice(), scene.store, time);
  }

  private void answerNext(int status, String body) {
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.answer(status, "application/json", body));
  }

  /** Each pause is as long as said, and ends with one poll. */
  private void assertPauses(int... seconds) {
    for (int pause : seconds) {
      int asked = scene.asked();
      assertThat(time.pause()).isEqualTo(Duration.ofSeconds(pause));
      scene.advance(Duration.ofSeconds(pause));
      scene.awaitAsked(asked + 1);
    }
  }

  private Login awaitAfterOnePause(DeviceLogin login) throws Exception {
    Future<Login> waiting = threads.submit(login::await);
    assertPauses(5);
    return waiting.get(10, TimeUnit.SECONDS);
  }

  private TokenFailure failureAfterOnePause(DeviceLogin login) {
    Future<Login> waiting = threads.submit(login::await);
    assertPauses(5);
    return failureOf(waiting);
  }

  private static TokenFailure failureOf(Future<Login> waiting) {
    try {
      waiting.get(10, TimeUnit.SECONDS);
      throw new AssertionError("it ended well");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TokenFailure failure) {
        return failure;
      }
      throw new AssertionError("it failed otherwise", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("it did not end", e);
    }
  }
}
