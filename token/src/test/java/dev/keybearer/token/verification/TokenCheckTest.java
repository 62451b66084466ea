package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.failure;
import static dev.keybearer.token.verification.JudgingScene.judge;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.renewal.Scene;
import dev.keybearer.token.verification.TokenCheck.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that somebody else writes, as Genesys Cloud needs one. */
class TokenCheckTest {
  private final JudgingScene scene = new JudgingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void asksGenesysCloudWhatATokenIs() {
    SimulatedGenesys genesys = scene.world.genesys();
    genesys.client("analytics").scopes("analytics:readonly");
    Verifier verifier = verifier(genesys);
    String token = genesys.mint("analytics");

    Claims claims = accepted(verifier, token);
    accepted(verifier, token);

    assertThat(claims.clientId()).isEqualTo("analytics");
    assertThat(claims.expiresAt()).isNull();
    assertThat(refusal(verifier, "no-such-token")).isEqualTo(Reason.INACTIVE);
    assertThat(genesys.referee().count(Endpoint.TOKENS_ME)).isEqualTo(2);
  }

  @Test
  void noticesThatGenesysCloudEndedAToken() {
    SimulatedGenesys genesys = scene.world.genesys();
    genesys.client("analytics");
    Verifier verifier = verifier(genesys);
    String token = genesys.mint("analytics");
    accepted(verifier, token);
    genesys.revoke(token);

    scene.advance(Duration.ofSeconds(30));

    assertThat(refusal(verifier, token)).isEqualTo(Reason.INACTIVE);
  }

  @Test
  void nobodyCanTellWhileGenesysCloudIsInTrouble() {
    SimulatedGenesys genesys = scene.world.genesys();
    genesys.client("analytics");
    genesys.faults().always(Endpoint.TOKENS_ME, Fault.status(503));

    assertThat(failure(verifier(genesys), genesys.mint("analytics"))).hasMessageContaining("503");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"aud\":1,\"aud\":1}"})
  void nobodyCanTellFromWhatIsNoObject(String claims) {
    assertThat(failure(verifier((token, limit) -> new Finding.Active(claims.getBytes(UTF_8))), "t"))
        .hasMessageContaining("the answer of issuer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\r\nX: y", "a\u0000", "a\u007f", "\t", " "})
  void asksNobodyAboutWhatIsNoText(String token) {
    AtomicInteger asked = new AtomicInteger();
    Verifier verifier =
        verifier(
            (presented, limit) -> {
              asked.incrementAndGet();
              return new Finding.Inactive();
            });

    assertThat(refusal(verifier, token)).isEqualTo(Reason.MALFORMED);
    assertThat(asked.get()).isZero();
  }

  @Test
  void aBugInACheckIsAFailureAndThePlaceIsFreeAgain() {
    AtomicInteger asked = new AtomicInteger();
    Verifier verifier =
        verifier(
            (token, limit) -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("canary " + token);
              }
              return new Finding.Inactive();
            });

    assertThat(failure(verifier, "t"))
        .hasMessageContaining("bug")
        .hasMessageNotContaining("canary");
    assertThat(refusal(verifier, "t")).isEqualTo(Reason.INACTIVE);
  }

  @Test
  void keysComeWhileEveryQuestionHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(16);
    CountDownLatch end = new CountDownLatch(1);
    Verifier hung =
        verifier(
            (token, limit) -> {
              hanging.countDown();
              awaitEnd(end);
              return new Finding.Inactive();
            });
    AtomicInteger number = new AtomicInteger();
    List<Future<Throwable>> waiting =
        Scene.callers(
            16, () -> catchThrowable(() -> judge(hung, "token-" + number.incrementAndGet())));
    assertThat(hanging.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();

    accepted(scene.verifier(), scene.token());

    end.countDown();
    for (Future<Throwable> each : waiting) {
      assertThat(each.get()).isNull();
    }
  }

  @Test
  void boundsHowManyTokensAreAskedAboutAtOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Verifier hung =
        verifier(
            (token, limit) -> {
              asked.incrementAndGet();
              awaitEnd(end);
              return new Finding.Inactive();
            });
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 257; i++) {
      String token = "token-" + i;
      failures.add(catchThrowable(() -> hung.judge(Presentation.bearer(token), Duration.ZERO)));
    }

    assertThat(failures.subList(0, 256))
        .allSatisfy(each -> assertThat(each).hasMessageContaining("did not say within"));
    assertThat(failures.get(256)).hasMessageContaining("256 tokens");
    assertThat(asked.get()).isLessThanOrEqualTo(16);
    end.countDown();
  }

  private Verifier verifier(SimulatedGenesys genesys) {
    Issuer issuer = Issuer.oauth2(Endpoints.of(genesys.tokenEndpoint())).withName("genesys");
    return scene.verifiers.of(
        Expectation.ofAnyAudience(issuer.withIdentity(genesys.login().toString()))
            .withCheckOnly(new TokensMe(genesys.api())));
  }

  private Verifier verifier(TokenCheck check) {
    return scene.verifiers.of(
        Expectation.ofAnyAudience(Issuer.oidc("https://issuer.example")).withCheckOnly(check));
  }

  private static void awaitEnd(CountDownLatch end) {
    try {
      assertThat(end.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
