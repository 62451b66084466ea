package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Holder.TARGET;
import static dev.keybearer.token.verification.Holder.presented;
import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.renewal.Scene;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** V21, B4: tokens that are bound to a key (RFC 9449). */
class DpopTest {
  private JudgingScene scene = new JudgingScene();
  private final Holder holder = Holder.of(Algorithm.ES256);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void acceptsTheRequestOfTheSpecification() {
    // RFC 9449 sections 6.1 and 7.1: figures 9, 13 and 14.
    String token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
    String proof =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
            + "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
            + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
            + "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIj"
            + "oiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0Z"
            + "WRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF"
            + "c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71E"
            + "OptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
    byte[] claims =
        "{\"cnf\":{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}}"
            .getBytes(StandardCharsets.UTF_8);
    Expectation expectation =
        Expectation.ofAnyAudience(Issuer.oidc("https://server.example.com"))
            .withCheckOnly((asked, limit) -> new TokenCheck.Finding.Active(claims));
    Verifiers.Options options =
        Verifiers.Options.STANDARD.withTime(new FakeTime(Instant.ofEpochSecond(1562262618)));
    Presentation.Request request =
        new Presentation.Request(
            "GET", URI.create("https://resource.example.org/protectedresource"), List.of(proof));
    try (Verifiers verifiers = Verifiers.open(options)) {
      Verifier verifier = verifiers.of(expectation);

      assertThat(verifier.judge(Presentation.dpop(token, request), PATIENCE))
          .isInstanceOf(Verified.class);
      assertThat(verifier.judge(Presentation.dpop(token, request), PATIENCE))
          .isEqualTo(Verdict.Refused.of(Reason.REPLAYED, "the DPoP proof was used before"));
    }
  }

  @Test
  void refusesABoundTokenThatComesAsPlainBearer() {
    String token = bound(holder.confirmation());

    assertThat(refusal(Presentation.bearer(token))).isEqualTo(Reason.UNPROVED);
    assertThat(refusal(Presentation.bearer(token))).isEqualTo(Reason.UNPROVED);
  }

  @Test
  void refusesABoundTokenThatComesAsPlainBearerWithItsProof() {
    String token = bound(holder.confirmation());
    Presentation.Request request =
        new Presentation.Request("GET", TARGET, List.of(holder.proof(token, now())));

    assertThat(refusal(new Presentation(Presentation.Scheme.BEARER, token, null, request)))
        .isEqualTo(Reason.UNPROVED);
  }

  @Test
  void refusesAnUnboundTokenUnderDpop() {
    String token = scene.token();

    assertThat(refusal(presented(token, holder.proof(token, now())))).isEqualTo(Reason.UNPROVED);
  }

  @Test
  void refusesAReplayForAsLongAsTheProofIsGood() {
    String token = bound(holder.confirmation());
    Presentation presented = presented(token, holder.proof(token, now().plusSeconds(10)));
    assertThat(verdict(presented)).isInstanceOf(Verified.class);

    scene.advance(Duration.ofSeconds(70));
    assertThat(refusal(presented)).isEqualTo(Reason.REPLAYED);
    scene.advance(Duration.ofMillis(1));

    assertThat(refusal(presented)).isEqualTo(Reason.PROOF);
  }

  @Test
  void refusesAReplayUnderAnotherSignature() {
    String token = bound(holder.confirmation());
    Map<String, String> claims = holder.claims(token, now());
    assertThat(verdict(presented(token, holder.sign(holder.header(), claims))))
        .isInstanceOf(Verified.class);

    assertThat(refusal(presented(token, holder.sign(holder.header(), claims))))
        .isEqualTo(Reason.REPLAYED);
  }

  @Test
  void refusesAReplayAtAnotherVerifierOfTheProcess() {
    String token = bound(holder.confirmation());
    Presentation presented = presented(token, holder.proof(token, now()));
    Verifier other = scene.verifiers.of(scene.expectation().withRequired(Scopes.of("orders:read")));
    assertThat(verdict(presented)).isInstanceOf(Verified.class);

    assertThat(reason(other.judge(presented, PATIENCE))).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void twoHoldersMayChooseTheSameId() {
    Holder other = Holder.of(Algorithm.ES256);
    String mine = bound(holder.confirmation());
    String theirs = bound(other.confirmation());
    Map<String, String> claims = holder.claims(mine, now());
    Map<String, String> theirClaims = other.claims(theirs, now());
    theirClaims.put("jti", String.valueOf(claims.get("jti")));

    assertThat(verdict(presented(mine, holder.sign(holder.header(), claims))))
        .isInstanceOf(Verified.class);
    assertThat(verdict(presented(theirs, other.sign(other.header(), theirClaims))))
        .isInstanceOf(Verified.class);
  }

  @Test
  void letsOneOfManyPassThatPresentOneProofAtOnce() throws Exception {
    String token = bound(holder.confirmation());
    Presentation presented = presented(token, holder.proof(token, now()));
    Verifier verifier = scene.verifier();

    List<Future<Verdict>> verdicts = Scene.callers(32, () -> verifier.judge(presented, PATIENCE));

    List<Verdict> refused = new ArrayList<>();
    for (Future<Verdict> verdict : verdicts) {
      if (!(verdict.get() instanceof Verified)) {
        refused.add(verdict.get());
      }
    }
    assertThat(refused).hasSize(31).allMatch(verdict -> reason(verdict) == Reason.REPLAYED);
  }

  @Test
  void nobodyCanTellWhenAllProofsThatAreRememberedCouldBeReplayed() {
    reopen(Proofs.STANDARD.withMostRemembered(2));
    String token = bound(holder.confirmation());
    verdict(presented(token, holder.proof(token, now())));
    verdict(presented(token, holder.proof(token, now())));
    Presentation third = presented(token, holder.proof(token, now().plusSeconds(10)));

    VerificationFailure failure =
        catchThrowableOfType(VerificationFailure.class, () -> verdict(third));

    assertThat(failure).hasMessageContaining("replay");
    assertThat(failure.retryAt()).isAfter(now());
    scene.advance(Duration.between(now(), failure.retryAt()));
    assertThat(verdict(presented(token, holder.proof(token, now())))).isInstanceOf(Verified.class);
  }

  @Test
  void asksForANonceAndAcceptsTheOneItGives() {
    reopen(Proofs.STANDARD.withNonces());
    String token = bound(holder.confirmation());
    Map<String, String> claims = holder.claims(token, now());

    Verdict first = verdict(presented(token, holder.sign(holder.header(), claims)));
    String nonce = String.valueOf(scene.verifiers.nonce());
    claims.put("nonce", "\"" + nonce + "\"");
    Verdict second = verdict(presented(token, holder.sign(holder.header(), claims)));

    assertThat(reason(first)).isEqualTo(Reason.NONCE);
    assertThat(first.toString()).doesNotContain(nonce);
    assertThat(second).isInstanceOf(Verified.class);
  }

  @Test
  void asksForNoNonceWhenTheSignatureIsWrong() {
    reopen(Proofs.STANDARD.withNonces());
    String token = bound(holder.confirmation());
    Holder thief = Holder.of(Algorithm.ES256);

    String proof = thief.sign(holder.header(), holder.claims(token, now()));

    assertThat(refusal(presented(token, proof))).isEqualTo(Reason.PROOF);
  }

  @Test
  void givesNoNonceWhenNoneIsNeeded() {
    assertThat(scene.verifiers.nonce()).isNull();
  }

  @Test
  void takesNoKeyFromTheHeaderOfAnAccessToken() {
    SigningKey own = SigningKey.generate("own", Algorithm.ES256);
    Holder forger = new Holder(own);
    Map<String, String> header = forger.header();
    header.put("typ", "\"at+jwt\"");
    header.put("kid", "\"own\"");
    String token = Jws.sign(own, Holder.object(header), scene.claims());

    assertThat(scene.refusal(token)).isEqualTo(Reason.KEY);
    header.put("typ", "\"dpop+jwt\"");
    String typed = Jws.sign(own, Holder.object(header), scene.claims());
    assertThat(scene.refusal(typed)).isNotNull();
  }

  private String bound(String confirmation) {
    return scene.sign(scene.claims().replaceFirst("\\{", "{\"cnf\":" + confirmation + ","));
  }

  private void reopen(Proofs proofs) {
    scene.close();
    scene = new JudgingScene(Verifiers.Options.STANDARD.withProofs(proofs));
  }

  private Instant now() {
    return scene.time.wall();
  }

  private Verdict verdict(Presentation presented) {
    return scene.verifier().judge(presented, PATIENCE);
  }

  private Reason refusal(Presentation presented) {
    return reason(verdict(presented));
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }
}
