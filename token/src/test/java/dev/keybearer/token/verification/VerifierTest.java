package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a verifier says about tokens of a simulated issuer. */
class VerifierTest {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

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

  @Test
  void acceptsTheNameThatTellsTheCurveToo() {
    SigningKey key = scene.issuer.keys().key(Algorithm.EDDSA);
    String header = "{\"alg\":\"Ed25519\",\"kid\":\"" + key.id() + "\"}";

    assertThat(scene.judge(Jws.sign(key, header, scene.claims()))).isInstanceOf(Verified.class);
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

  /**
   * V19: whoever sends in a loop what is refused anyway costs no check of a signature each time.
   */
  @Test
  void remembersThatATokenHasEnded() {
    String token = scene.token();
    Verifier verifier = scene.verifier();
    scene.advance(Duration.ofHours(2));
    assertThat(verifier.recall(Presentation.bearer(token), Scopes.none())).isNull();

    assertThat(refusal(verifier, token)).isEqualTo(Reason.EXPIRED);

    assertThat(verifier.recall(Presentation.bearer(token), Scopes.none()))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.EXPIRED));
  }

  @Test
  void doesNotRememberThatATokenIsNotValidYet() {
    long begins = scene.time.wall().getEpochSecond() + 120;
    String token = scene.sign(scene.claims().replaceFirst("\\{", "{\"nbf\":" + begins + ","));
    Verifier verifier = scene.verifier();
    assertThat(refusal(verifier, token)).isEqualTo(Reason.NOT_YET);

    assertThat(verifier.recall(Presentation.bearer(token), Scopes.none())).isNull();
    scene.advance(Duration.ofMinutes(3));

    accepted(verifier, token);
  }

  /** Its issuer may publish the key meanwhile, and then it counts from the next use on. */
  @Test
  void doesNotRememberThatAKeyIsMissing() {
    SigningKey key = scene.issuer.keys().key(Algorithm.ES256);
    String header = "{\"alg\":\"ES256\",\"kid\":\"unheard of\",\"typ\":\"at+jwt\"}";
    String token = Jws.sign(key, header, scene.claims());
    Verifier verifier = scene.verifier();

    assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);

    assertThat(verifier.recall(Presentation.bearer(token), Scopes.none())).isNull();
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
  void acceptsATokenThatNamesAKeyWhereTheSharedSecretHasNoName() throws Exception {
    byte[] secret = new byte[32];
    Expectation shared =
        scene
            .expectation()
            .withKeys(
                new Keys.Shared(() -> Secret.of(secret), dev.keybearer.token.Algorithm.HS256));
    Verifier verifier = scene.verifiers.of(shared);
    String signed = encoded("{\"alg\":\"HS256\",\"kid\":\"k7\"}") + "." + encoded(scene.claims());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] made = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));

    accepted(verifier, signed + "." + BASE64.encodeToString(made));
    assertThat(refusal(verifier, scene.token())).isEqualTo(Reason.ALGORITHM);
  }

  @Test
  void asksNobodyElseAboutATokenWhoseHeaderStandsOnSeveralLines() {
    SigningKey key = scene.issuer.keys().active();
    String header = "{\n \"alg\":\"ES256\",\n \"kid\":\"" + key.id() + "\"\n}";
    Issuer other = Issuer.oauth2(Endpoints.of(scene.issuer.tokenEndpoint())).withName("other");
    TokenCheck nobody =
        (token, limit) -> {
          throw new AssertionError("somebody else was asked");
        };
    Verifier verifier =
        scene.verifiers.of(
            scene.expectation(),
            Expectation.ofAnyAudience(other.withIdentity("urn:other")).withCheckOnly(nobody));

    accepted(verifier, Jws.sign(key, header, scene.claims()));
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fetchesKeysOnceForManyTokens() {
    for (int i = 0; i < 20; i++) {
      scene.accepted(scene.token());
    }

    assertThat(scene.fetches()).isEqualTo(1);
  }
}
