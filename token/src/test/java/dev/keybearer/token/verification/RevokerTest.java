package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.secret.Secrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K6, from the other side: a token of somebody else is ended at its issuer. */
class RevokerTest {
  private final JudgingScene scene = new JudgingScene();

  @BeforeEach
  void opaque() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.client("app").secret("s3cret");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void endsATokenAtItsIssuer() {
    Verifier verifier =
        scene.verifiers.of(
            scene
                .expectation()
                .withCheckOnly(Introspection.of(scene.issuer(), client("s3cret"), scene.time)));
    String token = scene.token();

    assertThat(revoker("s3cret").end(Secret.of(token))).isTrue();

    assertThat(JudgingScene.refusal(verifier, token)).isEqualTo(Reason.INACTIVE);
  }

  @Test
  void anIssuerConfirmsTheEndOfATokenThatItDoesNotKnow() {
    assertThat(revoker("s3cret").end(Secret.of("no-such-token"))).isTrue();
  }

  @Test
  void nothingIsConfirmedForAClientThatIsNotProved() {
    assertThat(revoker("wrong").end(Secret.of(scene.token()))).isFalse();
  }

  @Test
  void nothingIsConfirmedWhenTheIssuerIsInTrouble() {
    scene.issuer.faults().always(Endpoint.REVOCATION, Fault.status(503));

    assertThat(revoker("s3cret").end(Secret.of(scene.token()))).isFalse();
  }

  @Test
  void nothingIsConfirmedWhenTheSecretCannotBeHad() {
    Revoker revoker =
        Revoker.of(scene.issuer(), client(Secrets.env("NO_SUCH_VARIABLE")), scene.time);

    assertThat(revoker.end(Secret.of(scene.token()))).isFalse();
  }

  private Revoker revoker(String secret) {
    return Revoker.of(scene.issuer(), client(secret), scene.time);
  }

  private static Credential.Client client(String secret) {
    return client(() -> Secret.of(secret));
  }

  private static Credential.Client client(SecretSource secret) {
    return new Credential.Client("app", new ClientAuthentication.Basic(secret));
  }
}
