package dev.keybearer.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.TokenCheck.Finding;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.Verdict.Refused;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifiers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V7: opaque tokens, about which the API is asked with the token itself. */
@Timeout(60)
class TokensMeTest {
  /** What the simulator calls its one organisation. */
  private static final String OURS = "11111111-1111-4111-8111-111111111111";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final GenesysScene scene = new GenesysScene();
  private final Verifiers verifiers =
      Verifiers.open(Verifiers.Options.STANDARD.withTime(scene.time));

  @AfterEach
  void close() {
    verifiers.close();
    scene.close();
  }

  @Test
  void aTokenOfOurOrganisationIsGood() {
    Verdict verdict = judge(OURS, scene.genesys.mint("analytics"));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.claims().clientId()).isEqualTo("analytics");
              assertThat(verified.claims().scopes().words()).containsExactly("analytics:readonly");
            });
  }

  @Test
  void askingIsNoUseOfTheToken() {
    judge(OURS, scene.genesys.mint("analytics"));

    RecordedRequest asked = scene.genesys.referee().requests(Endpoint.TOKENS_ME).get(0);
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.query()).isEqualTo("preserveIdleTTL=true");
  }

  /** Every customer has tokens of the same issuer. */
  @Test
  void aGoodTokenOfAnotherOrganisationIsRefused() {
    assertThat(judge("22222222-2222-4222-8222-222222222222", scene.genesys.mint("analytics")))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.AUDIENCE));
  }

  @Test
  void endedAndInventedTokensAreNotGood() {
    String ended = scene.genesys.mint("analytics");
    scene.genesys.revoke(ended);

    assertThat(ask(ended)).isInstanceOf(Finding.Inactive.class);
    assertThat(ask("no-such-token")).isInstanceOf(Finding.Inactive.class);
  }

  @Test
  void theTokenOfADisabledClientIsNotGood() {
    scene
        .genesys
        .faults()
        .next(
            Endpoint.TOKENS_ME,
            Fault.answer(
                200,
                "application/json",
                "{\"organization\":{\"id\":\""
                    + OURS
                    + "\"},\"OAuthClient\":{\"id\":\"x\",\"state\":\"disabled\"}}"));

    assertThat(ask(scene.genesys.mint("analytics"))).isInstanceOf(Finding.Inactive.class);
  }

  /** The rate is the token's own: the issuer is well, and others are asked about. */
  @Test
  void nobodyCanTellOfATokenThatIsUsedTooOften() {
    scene.genesys.quirks().requestsPerMinute(1);
    String busy = scene.genesys.mint("analytics");
    ask(busy);

    assertThat(ask(busy)).isInstanceOf(Finding.Unclear.class);
    assertThat(ask(scene.genesys.mint("analytics"))).isInstanceOf(Finding.Active.class);
  }

  /** 504 authentication.request.timeout is a slow service, and no word about a token. */
  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500, 502, 503, 504})
  void aServiceInTroubleSaysNothingOfATokenThatIsDead(int status) {
    scene.genesys.faults().always(Endpoint.TOKENS_ME, Fault.status(status));

    assertThatThrownBy(() -> ask("no-such-token"))
        .isInstanceOf(VerificationFailure.class)
        .hasMessageContaining("/api/v2/tokens/me answered " + status);
  }

  @Test
  void troubleEndsWhenTheServiceSays() {
    scene.genesys.faults().next(Endpoint.TOKENS_ME, Fault.retry(503, RetryAfter.seconds(7)));

    assertThatThrownBy(() -> ask("no-such-token"))
        .isInstanceOfSatisfying(
            VerificationFailure.class,
            failure -> assertThat(failure.retryAt()).isEqualTo(scene.time.wall().plusSeconds(7)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<h1>401</h1>", "{}", "{\"code\":\"proxy.login\"}"})
  void aRefusalThatIsNotTheApisIsNoWordAboutAToken(String body) {
    scene.genesys.faults().next(Endpoint.TOKENS_ME, Fault.answer(401, "application/json", body));

    assertThat(ask(scene.genesys.mint("analytics"))).isInstanceOf(Finding.Unclear.class);
  }

  @Test
  void noAnswerSaysNothingOfAToken() {
    String token = scene.genesys.mint("analytics");
    scene.genesys.stop();

    assertThatThrownBy(() -> ask(token)).isInstanceOf(VerificationFailure.class);
  }

  private Finding ask(String token) {
    return new TokensMe(scene.genesys.api(), JdkExchange.of(), scene.time).ask(token, PATIENCE);
  }

  private Verdict judge(String organization, String token) {
    Expectation expectation = scene.cloud.tokensOf(scene.cloud.issuer(), organization);
    return verifiers.of(expectation).judge(Presentation.bearer(token), PATIENCE);
  }
}
