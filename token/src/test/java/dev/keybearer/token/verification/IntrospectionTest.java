package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.failure;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V20: what counts as a yes when an issuer is asked (RFC 7662). */
class IntrospectionTest {
  private final JudgingScene scene = new JudgingScene();

  @BeforeEach
  void opaque() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.client("api").secret("s3cret");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void saysWhatTheIssuerSays() {
    String token = scene.issuer.mint("app", "orders:read");

    Claims claims = accepted(verifier(), token);

    assertThat(claims.clientId()).isEqualTo("app");
    assertThat(claims.scopes()).isEqualTo(Scopes.of("orders:read"));
    assertThat(claims.expiresAt()).isEqualTo(scene.time.wall().plus(Duration.ofHours(1)));
  }

  @Test
  void asksAboutASignedTokenTooWhenThereAreNoKeys() {
    scene.issuer.habits().tokenForm(TokenForm.JWT);

    accepted(verifier(), scene.token());

    assertThat(scene.fetches()).isZero();
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void asksAboutOpaqueTokensBesideSignedOnes() {
    Verifier both = scene.verifiers.of(scene.expectation().withCheck(check("s3cret")));
    accepted(both, scene.token());
    scene.issuer.habits().tokenForm(TokenForm.JWT);
    accepted(both, scene.token());

    assertThat(asked()).isEqualTo(1);
    assertThat(scene.fetches()).isEqualTo(1);
  }

  @Test
  void refusesWhatTheIssuerDoesNotKnow() {
    assertThat(refusal(verifier(), "no-such-token")).isEqualTo(Reason.INACTIVE);
  }

  @Test
  void refusesWhatTheIssuerEnded() {
    String token = scene.token();
    scene.issuer.revoke(token);

    assertThat(refusal(verifier(), token)).isEqualTo(Reason.INACTIVE);
  }

  @Test
  void saysNothingOfATokenThatIsNotActiveWhateverElseStandsThere() {
    answer("{\"active\":false,\"aud\":\"orders\",\"scope\":\"orders:read\",\"exp\":9999999999}");

    assertThat(refusal(verifier(), scene.token())).isEqualTo(Reason.INACTIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"active\":\"true\",\"aud\":\"orders\"}",
        "{\"active\":1,\"aud\":\"orders\"}",
        "{\"active\":null,\"aud\":\"orders\"}",
        "{\"active\":{},\"aud\":\"orders\"}",
        "{\"active\":[true],\"aud\":\"orders\"}",
        "{\"Active\":true,\"aud\":\"orders\"}",
        "{\"aud\":\"orders\"}",
        "{\"active\":false,\"active\":true,\"aud\":\"orders\"}",
        "{\"active\":true,\"aud\":\"orders\"}x",
        "{\"active\":true,\"aud\":\"orders\"",
        "[{\"active\":true}]",
        "true",
        "{}",
        "",
        "<html><body>true</body></html>"
      })
  void nobodyCanTellFromAnAnswerThatSaysNeitherYesNorNo(String body) {
    answer(body);

    failure(verifier(), scene.token());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 400, 401, 403, 404, 429, 500, 502, 503})
  void nobodyCanTellFromAnAnswerWithAnotherStatus(int status) {
    always(Fault.answer(status, "application/json", "{\"active\":true,\"aud\":\"orders\"}"));

    assertThat(failure(verifier(), scene.token())).hasMessageContaining(String.valueOf(status));
  }

  @Test
  void followsNoRedirect() {
    always(Fault.redirect(302, scene.issuer.introspectionEndpoint() + "?again"));

    assertThat(failure(verifier(), scene.token())).hasMessageContaining("302");
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void nobodyCanTellFromAPageOfTheNetwork() {
    always(Fault.html());

    failure(verifier(), scene.token());
  }

  @Test
  void nobodyCanTellFromAnAnswerThatBreaksOff() {
    always(Fault.truncated());

    failure(verifier(), scene.token());
  }

  @Test
  void nobodyCanTellWhenTheIssuerDoesNotKnowWhoAsks() {
    Verifier verifier =
        scene.verifiers.of(scene.expectation().withCheckOnly(check("another-secret")));

    assertThat(failure(verifier, scene.token()))
        .hasMessageContaining("check the client that asks")
        .hasMessageNotContaining("another-secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"iss\":\"https://other.example\",\"aud\":\"orders\" | ISSUER",
        "\"iss\":[\"ISSUER\"],\"aud\":\"orders\" | ISSUER",
        "\"iss\":null,\"aud\":\"orders\" | ISSUER",
        "\"iss\":\"ISSUER/\",\"aud\":\"orders\" | ISSUER",
        "\"sub\":\"nobody says for whom\" | AUDIENCE",
        "\"aud\":\"invoices\" | AUDIENCE",
        "\"aud\":[] | AUDIENCE",
        "\"aud\":[\"orders\",7] | AUDIENCE",
        "\"aud\":{\"orders\":1} | AUDIENCE",
        "\"aud\":\"orders\",\"exp\":1 | EXPIRED",
        "\"aud\":\"orders\",\"exp\":\"9999999999\" | EXPIRED",
        "\"aud\":\"orders\",\"exp\":null | EXPIRED",
        "\"aud\":\"orders\",\"exp\":NOW | EXPIRED",
        "\"aud\":\"orders\",\"nbf\":9999999999 | NOT_YET",
        "\"aud\":\"orders\",\"nbf\":\"soon\" | NOT_YET",
        "\"aud\":\"orders\",\"iat\":9999999999 | NOT_YET",
        "\"aud\":\"orders\",\"typ\":\"Refresh\" | TYPE",
        "\"aud\":\"orders\",\"client_id\":\"app2\" | CLAIM",
        "\"aud\":\"orders\" | CLAIM",
        "\"aud\":\"orders\",\"client_id\":\"app\",\"scope\":\"orders:write\" | SCOPE",
        "\"aud\":\"orders\",\"client_id\":\"app\" | SCOPE",
      })
  void judgesWhatTheIssuerSays(String members, Reason reason) {
    String written =
        members
            .replace("ISSUER", scene.issuer.uri().toString())
            .replace("NOW", String.valueOf(scene.time.wall().getEpochSecond()));
    answer("{\"active\":true," + written + "}");
    Expectation expectation =
        scene
            .expectation()
            .withCheckOnly(check("s3cret"))
            .withClaims(Map.of("client_id", "app"))
            .withRequired(Scopes.of("orders:read"));

    assertThat(refusal(scene.verifiers.of(expectation), scene.token())).isEqualTo(reason);
  }

  @Test
  void acceptsAYesThatLeavesOutWhatTheIssuerHasJudged() {
    answer("{\"active\":true,\"aud\":[\"invoices\",\"orders\"]}");

    accepted(verifier(), scene.token());
  }

  private Introspection check(String secret) {
    return Introspection.of(
        scene.issuer(),
        new Credential.Client("api", new ClientAuthentication.Basic(() -> Secret.of(secret))),
        scene.time);
  }

  private Verifier verifier() {
    return scene.verifiers.of(scene.expectation().withCheckOnly(check("s3cret")));
  }

  private void answer(String body) {
    always(Fault.answer(200, "application/json", body));
  }

  private void always(Fault fault) {
    scene.issuer.faults().always(Endpoint.INTROSPECTION, fault);
  }

  private int asked() {
    return scene.issuer.referee().count(Endpoint.INTROSPECTION);
  }
}
