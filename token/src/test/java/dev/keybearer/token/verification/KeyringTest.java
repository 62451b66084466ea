package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.failure;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Event;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.verification.KeyringState.Freshness;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V14 to V18: keys that come, stay through an outage, change, and leave. */
@Tag("slow")
class KeyringTest {
  /** What the simulated issuer says its keys may be kept. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final JudgingScene scene = new JudgingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void keysAreFetchedAgainBeforeTheyAreDueWithNobodyWaiting() {
    accepted(scene.verifier(), scene.token());

    scene.advance(LIFE.multipliedBy(9).dividedBy(10));

    scene.awaitFetches(2);
    assertThat(state().freshness()).isEqualTo(Freshness.FRESH);
  }

  @Test
  void aKeyThatWasPublishedJustNowIsFoundAtOnce() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());

    scene.issuer.keys().roll();

    accepted(verifier, scene.token());
    assertThat(scene.fetches()).isEqualTo(2);
  }

  @Test
  void aKeyThatDoesNotExistIsLookedForOnceAndRefused() {
    Verifier verifier = scene.verifier();
    String token = unknown("no-such-key");
    accepted(verifier, scene.token());

    assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);
    assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);

    assertThat(scene.fetches()).isEqualTo(2);
  }

  @Test
  void whileKeysMayNotBeLookedForAnUnknownOneIsAFailureAndNoRefusal() {
    Verifier verifier = scene.verifier();
    assertThat(refusal(verifier, unknown("first"))).isEqualTo(Reason.KEY);

    VerificationFailure failure = failure(verifier, unknown("second"));

    assertThat(failure).hasMessageContaining("just now");
    assertThat(failure.retryAt()).isEqualTo(scene.time.wall().plus(Keyring.COOLDOWN));
    assertThat(scene.fetches()).isEqualTo(2);
  }

  @Test
  void aTrulyNewKeyIsFoundAsSoonAsKeysMayBeLookedForAgain() {
    Verifier verifier = scene.verifier();
    assertThat(refusal(verifier, unknown("flood"))).isEqualTo(Reason.KEY);
    scene.issuer.keys().roll();
    String fresh = scene.token();
    failure(verifier, fresh);

    scene.advance(Keyring.COOLDOWN);

    accepted(verifier, fresh);
    assertThat(scene.fetches()).isEqualTo(3);
  }

  @Test
  void tenThousandRandomKeysInTenSecondsCauseTwoFetchesAtMost() {
    Verifier verifier = scene.verifier();
    String good = scene.token();
    for (int i = 0; i < 10_000; i++) {
      String token = unknown(UUID.randomUUID().toString());
      try {
        assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);
      } catch (VerificationFailure nobodyCanTell) {
        assertThat(nobodyCanTell.retryAt()).isAfter(scene.time.wall());
      }
      if (i % 1_000 == 999) {
        accepted(verifier, good);
        scene.advance(Duration.ofSeconds(1));
      }
    }

    assertThat(scene.fetches()).isLessThanOrEqualTo(2);
  }

  @Test
  void aWithdrawnKeyIsOutAfterTheNextFetch() {
    Verifier verifier = scene.verifier();
    SigningKey old = scene.issuer.keys().active();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.keys().roll();
    scene.issuer.keys().withdraw(old.id());

    scene.advance(LIFE);
    scene.awaitFetches(2);
    scene.recorder.await(Event.KeysChanged.class, event -> !event.keyIds().contains(old.id()));

    assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);
  }

  @Test
  void purgingActsAtOnce() {
    Verifier verifier = scene.verifier();
    SigningKey old = scene.issuer.keys().active();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.keys().roll();
    scene.issuer.keys().withdraw(old.id());

    scene.verifiers.purge(scene.issuer());

    assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);
  }

  @Test
  void purgingBelievesNoFetchThatBeganBefore() throws Exception {
    Verifier verifier = scene.verifier();
    SigningKey old = scene.issuer.keys().active();
    String token = scene.token();
    accepted(verifier, token);
    scene.issuer.faults().next(Endpoint.JWKS, Fault.late(Duration.ofMillis(300)));
    scene.advance(LIFE);
    scene.awaitFetches(2); // it has left, and brings the old keys

    scene.verifiers.purge(scene.issuer());
    scene.issuer.keys().roll();
    scene.issuer.keys().withdraw(old.id());

    assertThat(refusal(verifier, token)).isEqualTo(Reason.KEY);
  }

  @Test
  void aReplacedKeyOfTheSameNameIsFoundAfterASignatureThatDoesNotFit() {
    Verifier verifier = scene.verifier();
    SigningKey old = scene.issuer.keys().active();
    accepted(verifier, scene.token());
    scene.issuer.keys().withdraw(old.id());
    SigningKey replaced = SigningKey.generate(old.id(), Algorithm.ES256);
    scene.issuer.keys().publish(replaced);
    scene.issuer.keys().adopt(replaced);

    accepted(verifier, scene.token());

    assertThat(scene.fetches()).isEqualTo(2);
  }

  @Test
  void aSignatureThatFitsNothingIsAFailureWhileKeysCannotBeFetched() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    String forged = scene.token().replaceFirst("[^.]{86}$", "A".repeat(86));
    scene.issuer.faults().always(Endpoint.JWKS, Fault.status(503));

    assertThat(failure(verifier, forged)).hasMessageContaining("503");
  }

  @Test
  void aSignatureThatFitsNothingIsRefusedWhenKeysWereFetchedJustNow() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    String forged = scene.token().replaceFirst("[^.]{85}$", "Q".repeat(85));
    String another = scene.token().replaceFirst("[^.]{85}$", "g".repeat(85));

    assertThat(refusal(verifier, forged)).isEqualTo(Reason.SIGNATURE);
    assertThat(refusal(verifier, another)).isEqualTo(Reason.SIGNATURE);

    assertThat(scene.fetches()).isEqualTo(2);
  }

  @Test
  void aMachineThatSleptFetchesKeysWhenItWakes() {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());

    scene.time.moveWall(Duration.ofHours(13));

    scene.advance(Duration.ofSeconds(1));
    scene.awaitFetches(2);
  }

  @Test
  void waitsAsLongAsAThrottlingIssuerSays() {
    accepted(scene.verifier(), scene.token());
    scene.issuer.faults().next(Endpoint.JWKS, Fault.throttled(RetryAfter.seconds(200)));
    scene.advance(LIFE);
    scene.awaitFetches(2);
    scene.recorder.await(Event.KeysOverdue.class);

    scene.advance(Duration.ofSeconds(199));
    assertThat(scene.fetches()).isEqualTo(2);
    scene.advance(Duration.ofSeconds(1));

    scene.awaitFetches(3);
  }

  @Test
  void keysThatMovedAreFoundWhereTheIssuerSaysNow() {
    String moved =
        "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\",\"jwks_uri\":\"%1$s/gone\"}"
            .formatted(scene.issuer.uri());
    Fault old = Fault.answer(200, "application/json", moved);
    scene.issuer.faults().next(Endpoint.DISCOVERY, old);
    Verifier verifier = scene.verifier();
    assertThat(failure(verifier, scene.token())).hasMessageContaining("404");

    scene.advance(Duration.ofSeconds(30));

    accepted(verifier, scene.token());
  }

  @Test
  void purgingKnowsAnIssuerByItsIdentity() {
    accepted(scene.verifier(), scene.token());

    assertThat(scene.verifiers.purge(scene.issuer().withName("another"))).isEqualTo(1);
    assertThat(scene.verifiers.purge(Issuer.oidc("https://other.example"))).isZero();
  }

  @Test
  void noValidTokenIsRefusedForAsLongAsAnOutageIsTolerated() {
    Verifier verifier = scene.verifier();
    scene.issuer.habits().tokenLife(Duration.ofHours(10));
    accepted(verifier, scene.token());
    String unseen = scene.token();
    scene.issuer.faults().always(Endpoint.JWKS, Fault.status(503));

    Duration tolerated = LIFE.plus(Duration.ofHours(1));
    scene.advance(tolerated.minusNanos(1));

    accepted(verifier, unseen);
    assertThat(state().freshness()).isEqualTo(Freshness.STALE);
  }

  @Test
  void beyondTheToleratedTimeNobodyCanTell() {
    Verifier verifier = scene.verifier();
    scene.issuer.habits().tokenLife(Duration.ofHours(10));
    String seen = scene.token();
    accepted(verifier, seen);
    scene.issuer.faults().always(Endpoint.JWKS, Fault.status(503));

    scene.advance(LIFE.plus(Duration.ofHours(1)));

    assertThat(failure(verifier, seen)).hasMessageContaining("503");
    assertThat(state().freshness()).isEqualTo(Freshness.FAILING);
  }

  @Test
  void keysThatNeverCameAreAFailure() {
    scene.issuer.stop();

    VerificationFailure failure = failure(scene.verifier(), scene.token());

    assertThat(failure).hasMessageContaining("there are no keys of issuer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"keys\":[]}",
        "{\"keys\":{}}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
        "<html><body>sorry</body></html>"
      })
  void keysThatAreKnownOutliveAnAnswerThatHoldsNone(String answer) {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    scene.issuer.faults().always(Endpoint.JWKS, Fault.answer(200, "application/json", answer));

    scene.advance(LIFE);
    scene.recorder.await(Event.KeysOverdue.class);

    accepted(verifier, scene.token());
    assertThat(state().trouble()).contains("cannot be used");
  }

  @Test
  void aKeyThatAppearsWhileAFetchIsUnderWayIsLookedForOnceMore() throws Exception {
    Verifier verifier = scene.verifier();
    accepted(verifier, scene.token());
    scene.issuer.keys().roll();
    String token = scene.token();

    Thread[] callers = new Thread[8];
    Verdict[] verdicts = new Verdict[callers.length];
    for (int i = 0; i < callers.length; i++) {
      int mine = i;
      callers[i] = new Thread(() -> verdicts[mine] = JudgingScene.judge(verifier, token));
      callers[i].start();
    }
    for (Thread caller : callers) {
      caller.join(10_000);
    }

    assertThat(verdicts).allMatch(Verified.class::isInstance);
    assertThat(scene.fetches()).isEqualTo(2);
  }

  private KeyringState state() {
    return scene.verifiers.keyrings().get(0);
  }

  /** A token that is good but for the name of its key. */
  private String unknown(String keyId) {
    SigningKey key = scene.issuer.keys().active();
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}";
    return Jws.sign(key, header, scene.claims());
  }
}
