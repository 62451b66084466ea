package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.failure;
import static dev.keybearer.token.verification.JudgingScene.judge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.secret.Secret;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V20: what strangers make an issuer say about their tokens is no news about other tokens. */
class OddAnswersTest {
  /** More than the failures in a row after which an issuer is left alone. */
  private static final int MANY = 12;

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

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 413, 414, 422})
  void aTokenThatTheIssuerDoesNotLikeIsNotHeldAgainstIt(int status) {
    Verifier verifier = asking();
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.status(status));
    for (int i = 0; i < MANY; i++) {
      failure(verifier, "odd-" + i);
    }
    scene.issuer.faults().clear();

    accepted(verifier, scene.token());
  }

  @Test
  void anAnswerThatNobodyCanReadIsNotHeldAgainstTheIssuer() {
    Verifier verifier = asking();
    Fault twice = Fault.answer(200, "application/json", "{\"active\":true,\"active\":true}");
    scene.issuer.faults().always(Endpoint.INTROSPECTION, twice);
    for (int i = 0; i < MANY; i++) {
      failure(verifier, "odd-" + i);
    }
    scene.issuer.faults().clear();

    accepted(verifier, scene.token());
  }

  /** RFC 7516: five parts. Only where nobody's signatures are checked it can be nobody else's. */
  @Test
  void anEncryptedTokenGoesToTheOneIssuerThatIsAskedAboutEveryToken() {
    AtomicInteger asked = new AtomicInteger();
    TokenCheck counting =
        (token, limit) -> {
          asked.incrementAndGet();
          return new TokenCheck.Finding.Inactive();
        };
    String encrypted = "eyJhbGciOiJkaXIifQ.e30.AA.AA.AA";
    Verifier all = scene.verifiers.of(scene.expectation().withCheckOnly(counting));
    Verifier some = scene.verifiers.of(scene.expectation().withCheck(counting));

    assertThat(JudgingScene.refusal(all, encrypted)).isEqualTo(Reason.INACTIVE);
    assertThat(JudgingScene.refusal(some, encrypted)).isEqualTo(Reason.ENCRYPTED);
    assertThat(asked).hasValue(1);
    for (Verifier verifier : new Verifier[] {all, some}) {
      Presentation presented = Presentation.bearer(encrypted);
      assertThat(verifier.examine(presented, PATIENCE).verdict())
          .isEqualTo(judge(verifier, encrypted));
    }
  }

  private Verifier asking() {
    ClientAuthentication basic = new ClientAuthentication.Basic(() -> Secret.of("s3cret"));
    Credential.Client client = new Credential.Client("api", basic);
    TokenCheck check = Introspection.of(scene.issuer(), client, scene.time);
    return scene.verifiers.of(scene.expectation().withCheckOnly(check));
  }
}
