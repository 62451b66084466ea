package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.token.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a verifier says about tokens of a simulated issuer. */
class VerifierTest {
  private final JudgingScene scene = new JudgingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void saysWhatAGoodTokenSays() {
    String token = scene.issuer.mint("app", "orders:read");

    Claims claims = scene.accepted(token);

    assertThat(claims.issuer()).isEqualTo(scene.issuer.uri().toString());
    assertThat(claims.clientId()).isEqualTo("app");
    assertThat(claims.audiences()).containsExactly("orders");
    assertThat(claims.scopes()).isEqualTo(Scopes.of("orders:read"));
    assertThat(claims.expiresAt()).isEqualTo(scene.time.wall().plus(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "PS256", "ES256", "EDDSA"})
  void acceptsEveryUsualAlgorithm(Algorithm algorithm) {
    scene.issuer.keys().use(algorithm);

    assertThat(scene.judge(scene.token())).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS384", "PS512", "ES384", "ES512"})
  void refusesAnAlgorithmThatIsNotExpected(Algorithm algorithm) {
    scene.issuer.keys().use(algorithm);

    assertThat(scene.refusal(scene.token())).isEqualTo(Reason.ALGORITHM);
  }

  @Test
  void refusesWhatItsIssuerDidNotSign() {
    String token = scene.token();
    String other = scene.token();

    String mixed =
        token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

    assertThat(scene.refusal(mixed)).isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesATokenFromTheInstantItEnds() {
    String token = scene.token();
    Verifier verifier = scene.verifier();
    accepted(verifier, token);

    scene.advance(Duration.ofHours(1).minusMillis(1));
    accepted(verifier, token);
    scene.advance(Duration.ofMillis(1));

    assertThat(refusal(verifier, token)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void refusesTheTokenOfAnotherAudience() {
    scene.issuer.client("app").audience("invoices");

    assertThat(scene.refusal(scene.token())).isEqualTo(Reason.AUDIENCE);
  }

  @Test
  void asksForTheScopesOfARouteOnEveryUse() {
    String token = scene.issuer.mint("app", "orders:read");
    Presentation presented = Presentation.bearer(token);
    Verifier verifier = scene.verifier();

    assertThat(verifier.judge(presented, Scopes.of("orders:read"), PATIENCE))
        .isInstanceOf(Verified.class);
    assertThat(verifier.judge(presented, Scopes.of("orders:write"), PATIENCE))
        .isEqualTo(
            new Verdict.Refused(
                Reason.SCOPE, "it lacks the scopes orders:write", Scopes.of("orders:write")));
  }

  @Test
  void fetchesKeysOnceForManyTokens() {
    for (int i = 0; i < 20; i++) {
      scene.accepted(scene.token());
    }

    assertThat(scene.fetches()).isEqualTo(1);
  }
}
