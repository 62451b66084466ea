package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Holder.presented;
import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.failure;
import static dev.keybearer.token.verification.JudgingScene.judge;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.renewal.Scene;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an event loop is told, which never waits: the verdict, or that somebody else has to. */
class AtOnceTest {
  /** What the simulated issuer says its keys may be kept. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  private JudgingScene scene = new JudgingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void checksASignatureByKeysThatAreAtHand() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());

    assertThat(atOnce(verifier, scene.token())).isInstanceOf(Verified.class);
  }

  @Test
  void checksItWhereNothingIsToBeRemembered() {
    scene.close();
    scene = new JudgingScene(Verifiers.Options.STANDARD.withMostVerdicts(0));
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());

    assertThat(atOnce(verifier, scene.token())).isInstanceOf(Verified.class);
  }

  @Test
  void keepsWhatItFoundForWhoeverComesNext() {
    Verifier verifier = scene.verifier();
    String token = scene.token();
    accepted(verifier, scene.token());

    Verdict found = atOnce(verifier, token);

    assertThat(atOnce(verifier, token)).isSameAs(found);
    assertThat(judge(verifier, token)).isSameAs(found);
  }

  @Test
  void tellsNothingBeforeThereAreKeys() {
    scene.issuer.faults().next(Endpoint.JWKS, Fault.late(Duration.ofMillis(500)));
    Verifier verifier = scene.verifier();
    String token = scene.token();

    assertThat(atOnce(verifier, token)).isNull();

    accepted(verifier, token);
    assertThat(atOnce(verifier, token)).isInstanceOf(Verified.class);
  }

  @Test
  void tellsNothingWhileAFetchHangsForWhichOthersWait() throws Exception {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    scene.issuer.faults().always(Endpoint.JWKS, Fault.blackHole());
    scene.issuer.keys().roll();
    String token = scene.token();
    Future<Throwable> waiting =
        Scene.callers(1, () -> catchThrowable(() -> judge(verifier, token))).get(0);
    scene.awaitFetches(2);

    assertThat(atOnce(verifier, token)).isNull();
    assertThat(atOnce(verifier, unfit())).isNull();
    assertThat(waiting.isDone()).isFalse();

    scene.time.advance(PATIENCE);
    assertThat(waiting.get()).isInstanceOf(VerificationFailure.class);
  }

  @Test
  void leavesANewKeyToWhoeverMayWait() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    scene.issuer.keys().roll();
    String token = scene.token();

    assertThat(atOnce(verifier, token)).isNull();
    assertThat(scene.fetches()).isEqualTo(1);

    accepted(verifier, token);
    assertThat(atOnce(verifier, token)).isInstanceOf(Verified.class);
  }

  @Test
  void refusesAKeyThatIsKnownNotToExist() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    assertThat(atOnce(verifier, unknown("none"))).isNull();
    assertThat(refusal(verifier, unknown("none"))).isEqualTo(Reason.KEY);

    assertThat(reason(atOnce(verifier, unknown("none")))).isEqualTo(Reason.KEY);
    assertThat(atOnce(verifier, unknown("another"))).isNull();
    failure(verifier, unknown("another"));

    scene.advance(Keyring.COOLDOWN);
    assertThat(atOnce(verifier, unknown("none"))).isNull();
  }

  @Test
  void refusesASignatureThatFitsNothingWhileKeysAreTheLatest() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    assertThat(atOnce(verifier, unfit())).isNull();
    assertThat(refusal(verifier, unfit())).isEqualTo(Reason.SIGNATURE);

    scene.advance(Keyring.COOLDOWN.minusNanos(1));
    assertThat(reason(atOnce(verifier, unfit()))).isEqualTo(Reason.SIGNATURE);
    scene.advance(Duration.ofNanos(1));

    assertThat(atOnce(verifier, unfit())).isNull();
  }

  @Test
  void tellsNothingOfASignatureThatFitsNothingWhileKeysCannotBeFetched() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    scene.issuer.faults().always(Endpoint.JWKS, Fault.status(503));
    scene.advance(LIFE);
    scene.recorder.await(Event.KeysOverdue.class);

    assertThat(atOnce(verifier, unfit())).isNull();
    assertThat(atOnce(verifier, scene.token())).isInstanceOf(Verified.class);
  }

  @Test
  void refusesWithoutAKeyWhatNoKeyCanMend() {
    Verifier verifier = scene.verifier();
    scene.issuer.faults().always(Endpoint.JWKS, Fault.blackHole());
    scene.verifiers.purge(scene.issuer());

    assertThat(reason(atOnce(verifier, ""))).isEqualTo(Reason.MALFORMED);
    assertThat(reason(atOnce(verifier, "a.b.c"))).isEqualTo(Reason.MALFORMED);
    assertThat(reason(atOnce(verifier, "é".repeat(9)))).isEqualTo(Reason.MALFORMED);
    assertThat(reason(atOnce(verifier, scene.sign(Algorithm.ES384, scene.claims()))))
        .isEqualTo(Reason.ALGORITHM);
  }

  @Test
  void asksForTheScopesOfARoute() {
    Verifier verifier = scene.verifier();
    Presentation presented = Presentation.bearer(scene.issuer.mint("app", "orders:read"));
    accepted(verifier, scene.token());

    assertThat(verifier.judgeAtOnce(presented, Scopes.of("orders:read")))
        .isInstanceOf(Verified.class);
    assertThat(verifier.judgeAtOnce(presented, Scopes.of("orders:write")))
        .isEqualTo(verifier.judge(presented, Scopes.of("orders:write"), PATIENCE));
  }

  @Test
  void leavesAnOpaqueTokenThatNobodyHasAskedAboutToWhoeverMayWait() {
    Verifier verifier = asking();
    String token = scene.token();

    assertThat(atOnce(verifier, token)).isNull();
    assertThat(asked()).isZero();

    Claims claims = accepted(verifier, token);
    assertThat(atOnce(verifier, token))
        .isInstanceOfSatisfying(
            Verified.class, verified -> assertThat(verified.claims()).isSameAs(claims));
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void asksAgainBehindWhoeverIsToldAtOnce() throws Exception {
    Verifier verifier = asking();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.blackHole());
    scene.advance(Duration.ofSeconds(15));

    assertThat(atOnce(verifier, token)).isInstanceOf(Verified.class);

    assertThat(scene.issuer.referee().await(Endpoint.INTROSPECTION, 2, PATIENCE)).isTrue();
    scene.advance(Duration.ofSeconds(15));
    assertThat(atOnce(verifier, token)).as("the answer has ended").isNull();
  }

  @Test
  void refusesAnOpaqueTokenThatIsKnownToBeInactiveAndTextThatIsNone() {
    Verifier verifier = asking();
    assertThat(refusal(verifier, "unheard-of")).isEqualTo(Reason.INACTIVE);

    assertThat(reason(atOnce(verifier, "unheard-of"))).isEqualTo(Reason.INACTIVE);
    assertThat(reason(atOnce(verifier, "no token"))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void usesUpAProofAsJudgingDoes() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    Holder holder = Holder.of(Algorithm.ES256);
    String token = bound(holder);
    Presentation presented = presented(token, holder.proof(token, scene.time.wall()));

    assertThat(verifier.judgeAtOnce(presented, Scopes.none())).isInstanceOf(Verified.class);

    assertThat(reason(verifier.judgeAtOnce(presented, Scopes.none()))).isEqualTo(Reason.REPLAYED);
    assertThat(reason(verifier.judge(presented, PATIENCE))).isEqualTo(Reason.REPLAYED);
  }

  /** A token that is left to others has used up no proof. */
  @Test
  void leavesTheProofToWhoeverMayWaitTogetherWithTheToken() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    Holder holder = Holder.of(Algorithm.ES256);
    scene.issuer.keys().roll();
    String token = bound(holder);
    Presentation presented = presented(token, holder.proof(token, scene.time.wall()));

    assertThat(verifier.judgeAtOnce(presented, Scopes.none())).isNull();

    assertThat(verifier.judge(presented, PATIENCE)).isInstanceOf(Verified.class);
  }

  @Test
  void throwsNothingWhenNobodyCanTellWhetherAProofIsAReplay() {
    scene.close();
    Proofs proofs = Proofs.STANDARD.withMostRemembered(1);
    scene = new JudgingScene(Verifiers.Options.STANDARD.withProofs(proofs));
    Verifier verifier = scene.verifier();
    Holder holder = Holder.of(Algorithm.ES256);
    String token = bound(holder);
    verifier.judge(presented(token, holder.proof(token, scene.time.wall())), PATIENCE);
    Presentation second = presented(token, holder.proof(token, scene.time.wall()));

    assertThat(verifier.judgeAtOnce(second, Scopes.none())).isNull();
    assertThatThrownBy(() -> verifier.judge(second, PATIENCE))
        .isInstanceOf(VerificationFailure.class);
  }

  private static @Nullable Verdict atOnce(Verifier verifier, String token) {
    return verifier.judgeAtOnce(Presentation.bearer(token), Scopes.none());
  }

  private static Reason reason(@Nullable Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return Objects.requireNonNull((Verdict.Refused) verdict).reason();
  }

  private Verifier asking() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.client("api").secret("s3cret");
    Credential.Client asker =
        new Credential.Client("api", new ClientAuthentication.Basic(() -> Secret.of("s3cret")));
    return scene.verifiers.of(
        scene.expectation().withCheckOnly(Introspection.of(scene.issuer(), asker, scene.time)));
  }

  private int asked() {
    return scene.issuer.referee().count(Endpoint.INTROSPECTION);
  }

  private String bound(Holder holder) {
    return scene.sign(
        scene.claims().replaceFirst("\\{", "{\"cnf\":" + holder.confirmation() + ","));
  }

  /** A token that is good but for the name of its key. */
  private String unknown(String keyId) {
    SigningKey key = scene.issuer.keys().active();
    return Jws.sign(key, "{\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}", scene.claims());
  }

  /** A token that is good but for its signature; each time another. */
  private String unfit() {
    String token = scene.token();
    String other = scene.token();
    return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
  }
}
