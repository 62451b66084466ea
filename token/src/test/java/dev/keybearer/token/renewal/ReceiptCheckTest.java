package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.ReceiptCheck;
import dev.keybearer.token.ReceiptCheck.Finding;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Verifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of our own are checked on receipt, where a credential wants that. */
class ReceiptCheckTest {
  private static final Finding BAD = new Finding.Bad("it is not what it should be");

  private final Scene scene = new Scene().withStore(MemoryTokenStore.open());
  private final Verifiers verifiers =
      Verifiers.open(Verifiers.Options.STANDARD.withTime(scene.time));

  @BeforeEach
  void audience() {
    scene.issuer.client("svc").audience("orders");
  }

  @AfterEach
  void close() {
    verifiers.close();
    scene.close();
  }

  @Test
  void aTokenThatIsWhatIsExpectedIsUsed() {
    Token token = source(scene.credential()).get();

    assertThat(token.value()).isNotEmpty();
    assertThat(scene.recorder.events(Event.OddAnswer.class)).isEmpty();
  }

  @Test
  void aTokenForSomebodyElseFailsTheRenewal() {
    scene.issuer.client("svc").audience("invoices");

    TokenFailure failure = failure(source(scene.credential()));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("it is for somebody else than orders");
    assertThat(scene.recorder.await(Event.RenewalFailed.class).kind())
        .isEqualTo(TokenFailure.Kind.REFUSED);
  }

  @Test
  void aTokenThatEndsLongBeforeItsLifeFailsTheRenewal() {
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.expiresIn("3600"));

    assertThat(failure(source(scene.credential())))
        .hasMessageContaining("before what expires_in says");
  }

  @Test
  void aTokenInUseStaysInUseWhenItsSuccessorIsNotWhatIsExpected() {
    TokenSource source = source(scene.credential());
    Token token = source.get();
    scene.issuer.client("svc").audience("invoices");

    scene.advance(Duration.ofSeconds(85));
    scene.recorder.await(Event.RenewalFailed.class);

    assertThat(source.get().value()).isEqualTo(token.value());
  }

  /** S5: what the issuer has changed must not be lost to what is wrong with the token. */
  @Test
  void theNextRefreshTokenIsKeptThoughItsTokenIsNotUsed() {
    Credential credential = refreshing();
    failure(scene.sources().of(credential.withReceiptCheck(received -> BAD)));
    scene.restart();

    Token token = scene.eventually(source(credential));

    assertThat(token.value()).isNotEmpty();
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void aTokenThatIsNotUsedDoesNotRestUntilNobodyCanTell() {
    Credential credential = refreshing();
    failure(scene.sources().of(credential.withReceiptCheck(received -> BAD)));
    scene.restart();

    scene.eventually(
        scene
            .sources()
            .of(credential.withReceiptCheck(received -> new Finding.Unknown("an outage"))));

    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void aTokenAtRestIsCheckedToo() {
    scene.sources().of(scene.credential()).get();
    scene.restart();
    ReceiptCheck other = verifiers.onReceipt(Expectation.of(oidc(), "invoices"));
    scene.issuer.client("svc").audience("invoices");

    scene.sources().of(scene.credential().withReceiptCheck(other)).get();

    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void aTokenIsUsedUncheckedWhileNobodyCanTellAndThatIsToldOnceForEachOutage() {
    scene.issuer.faults().always(Endpoint.JWKS, Fault.status(503));
    Credential credential = scene.credential();
    TokenSource source = source(credential);
    source.get();
    scene.sources().renew(checked(credential), Scene.PATIENCE);
    Event.OddAnswer odd = scene.recorder.await(Event.OddAnswer.class);

    assertThat(odd.oddity()).isEqualTo(Event.Oddity.UNCHECKED);
    assertThat(odd.message()).contains("503");
    assertThat(scene.recorder.events(Event.OddAnswer.class)).hasSize(1);
  }

  @Test
  void anotherOutageIsToldAgain() {
    List<Finding> findings =
        new ArrayList<>(
            List.of(
                new Finding.Unknown("first"),
                new Finding.Unknown("second"),
                new Finding.Good(),
                new Finding.Unknown("third")));
    Credential credential = scene.credential().withReceiptCheck(received -> findings.remove(0));
    scene.sources().of(credential).get();
    while (!findings.isEmpty()) {
      scene.advance(Duration.ofSeconds(10));
      scene.sources().renew(credential, Scene.PATIENCE);
    }
    scene.recorder.await(Event.OddAnswer.class, event -> event.message().endsWith("third"));

    assertThat(scene.recorder.events(Event.OddAnswer.class))
        .extracting(Event.OddAnswer::message)
        .containsExactly("a token is used unchecked: first", "a token is used unchecked: third");
  }

  @Test
  void aBugInACheckFailsTheRenewalAndTheNextIsTried() {
    List<RuntimeException> bugs = new ArrayList<>(List.of(new IllegalStateException("canary")));
    Credential credential =
        scene
            .credential()
            .withReceiptCheck(
                received -> {
                  if (!bugs.isEmpty()) {
                    throw bugs.remove(0);
                  }
                  return new Finding.Good();
                });

    Token token = scene.eventually(scene.sources().of(credential));

    assertThat(token.value()).isNotEmpty();
    assertThat(scene.recorder.await(Event.RenewalFailed.class).message()).doesNotContain("canary");
  }

  private Credential refreshing() {
    return scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada"));
  }

  private Issuer oidc() {
    return Issuer.oidc(scene.issuer.uri().toString());
  }

  private Credential checked(Credential credential) {
    return credential.withReceiptCheck(verifiers.onReceipt(Expectation.of(oidc(), "orders")));
  }

  private TokenSource source(Credential credential) {
    return scene.sources().of(checked(credential));
  }

  private static TokenFailure failure(TokenSource source) {
    TokenFailure failure =
        catchThrowableOfType(TokenFailure.class, () -> source.get(Scene.PATIENCE));
    assertThat(failure).isNotNull();
    return failure;
  }
}
