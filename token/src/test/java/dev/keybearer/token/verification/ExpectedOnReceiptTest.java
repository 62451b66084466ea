package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.token.ReceiptCheck;
import dev.keybearer.token.ReceiptCheck.Finding;
import dev.keybearer.token.ReceiptCheck.Received;
import dev.keybearer.token.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found about a token that an issuer gave to us. */
class ExpectedOnReceiptTest {
  private static final Duration LIFE = Duration.ofHours(1);

  private final JudgingScene scene = new JudgingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void findsATokenGoodThatIsWhatIsExpected() {
    assertThat(check(scene.token(), LIFE)).isEqualTo(new Finding.Good());
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H, true",
    "PT1M, true",
    "PT1H59S, true",
    "PT1H1M, true",
    "PT1H1M0.001S, false",
    "PT2H, false"
  })
  void findsATokenBadThatEndsMoreThanAMinuteBeforeItsLife(Duration life, boolean good) {
    assertThat(check(scene.token(), life) instanceof Finding.Good).isEqualTo(good);
  }

  @Test
  void saysByHowMuchATokenEndsTooEarly() {
    assertThat(check(scene.token(), Duration.ofHours(3)))
        .isEqualTo(new Finding.Bad("it ends 2 h before what expires_in says"));
  }

  @Test
  void findsATokenBadThatIsForSomebodyElse() {
    scene.issuer.client("app").audience("invoices");

    assertThat(check(scene.token(), LIFE))
        .isEqualTo(new Finding.Bad("it is for somebody else than orders"));
  }

  @Test
  void findsATokenBadThatIsOfAnotherIssuer() {
    String token = scene.sign(scene.claims().replace(scene.issuer.uri().toString(), "https://x"));

    assertThat(check(token, LIFE)).isInstanceOf(Finding.Bad.class);
  }

  @Test
  void findsATokenBadThatLacksARequiredScope() {
    Received received =
        new Received(
            scene.issuer.mint("app", "orders:read"),
            scene.time.wall().plus(LIFE),
            Scopes.of("orders:read", "orders:write"));

    assertThat(scene.verifiers.onReceipt(scene.expectation()).check(received))
        .isEqualTo(new Finding.Bad("it lacks the scopes orders:write"));
  }

  @Test
  void findsATokenBadThatNobodySigned() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);

    assertThat(check(scene.token(), LIFE)).isInstanceOf(Finding.Bad.class);
  }

  @Test
  void looksNotAtWhatATokenIsBoundTo() {
    Holder holder = Holder.of(Algorithm.ES256);
    String token =
        scene.sign(scene.claims().replaceFirst("\\{", "{\"cnf\":" + holder.confirmation() + ","));

    assertThat(check(token, LIFE)).isEqualTo(new Finding.Good());
  }

  @ParameterizedTest
  @CsvSource({"PT-61S, false", "PT-60S, true", "PT60S, true", "PT61M, false"})
  void bearsAClockThatDiffersByAMinute(Duration moved, boolean good) {
    String token = scene.token();

    scene.time.moveWall(moved);
    Finding found = check(token, Duration.ZERO);

    assertThat(found instanceof Finding.Good).isEqualTo(good);
  }

  @Test
  void cannotTellWithoutKeys() {
    scene.issuer.faults().always(Endpoint.JWKS, Fault.status(503));

    assertThat(check(scene.token(), LIFE))
        .isInstanceOfSatisfying(
            Finding.Unknown.class, unknown -> assertThat(unknown.why()).contains("503"));
  }

  @Test
  void isTheSameForTheSameExpectation() {
    ReceiptCheck one = scene.verifiers.onReceipt(scene.expectation());

    assertThat(scene.verifiers.onReceipt(scene.expectation())).isSameAs(one);
  }

  @Test
  void showsNoToken() {
    assertThat(new Received("canary", scene.time.wall(), Scopes.none()).toString())
        .doesNotContain("canary");
  }

  private Finding check(String token, Duration life) {
    return scene
        .verifiers
        .onReceipt(scene.expectation())
        .check(new Received(token, scene.time.wall().plus(life), Scopes.none()));
  }
}
