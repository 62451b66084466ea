package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Limits;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R4: a restart reads tokens from the store, and only those that are still what is wanted. */
class RestartTest {
  private static final SecretSource NOWHERE =
      () -> {
        throw new SecretFailure(SecretFailure.Kind.ABSENT, "nothing is there", null);
      };

  private final MemoryTokenStore store = MemoryTokenStore.open();
  private final Scene scene = new Scene().withStore(store);

  @BeforeEach
  void know() {
    scene.issuer.acceptSaml("about-ada", "ada").acceptSaml("about-bob", "bob");
  }

  @AfterEach
  void close() {
    scene.close();
    store.close();
  }

  @Test
  void theTokenOfTheSameAssertionIsReadFromTheStore() {
    Token before = get(saml(() -> Secret.of("about-ada")));

    scene.restart();

    assertThat(get(saml(() -> Secret.of("about-ada"))).value()).isEqualTo(before.value());
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void aTokenThatSpeaksForSomebodyElseIsNotReadFromTheStore() {
    Token before = get(saml(() -> Secret.of("about-ada")));

    scene.restart();

    assertThat(get(saml(() -> Secret.of("about-bob"))).value()).isNotEqualTo(before.value());
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void whoeverATokenSpeaksForMustBeKnown() {
    get(saml(() -> Secret.of("about-ada")));

    scene.restart();

    assertThatThrownBy(() -> get(saml(NOWHERE)))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SECRET_UNREADABLE));
  }

  @Test
  void aTokenWithoutAScopeThatIsRequiredNowIsNotGivenOut() {
    scene.issuer.client("svc").scopes("orders:read");
    Credential reading = scene.credential().withScopes(Scopes.of("orders:read"));
    get(reading);
    get(scene.credential().withName("any"));
    scene.restart();

    assertThat(get(reading.withRequired(Scopes.of("orders:read"))).generation()).isEqualTo(1);
    Credential any = scene.credential().withName("any").withRequired(Scopes.of("orders:write"));
    assertThatThrownBy(() -> get(any))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SCOPE_MISSING));
  }

  @Test
  void aSuccessorAtRestIsUsedAlthoughItsSeedIsGone() {
    Credential ada = scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada"));
    Token before = get(ada);
    scene.restart();

    Credential seedless =
        Credential.of("ada", ada.issuer(), new Grant.RefreshToken(NOWHERE), ada.client());

    assertThat(get(seedless).value()).isEqualTo(before.value());
  }

  /**
   * Reading what rests asks the issuer nothing, so that no budget of the issuer's is in its way.
   */
  @Test
  void tokensAtRestAreGivenOutAlthoughTheIssuerWantsToBeLeftAlone() {
    Token before = get(scene.credential());
    scene.restart();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.throttled(RetryAfter.seconds(3600)));
    assertThatThrownBy(() -> get(scene.credential().withName("throttled")))
        .isInstanceOf(TokenFailure.class);

    assertThat(get(scene.credential()).value()).isEqualTo(before.value());
  }

  @Test
  void manyTokensAtRestAreGivenOutInTheSameMoment() {
    int many = 3 * Limits.OF_ISSUER.burst();
    for (int i = 0; i < many; i++) {
      get(scene.credential().withName("svc-" + i));
      scene.advance(Limits.OF_ISSUER.interval());
    }
    scene.restart();

    for (int i = 0; i < many; i++) {
      assertThat(get(scene.credential().withName("svc-" + i)).generation()).isEqualTo(1);
    }
    assertThat(scene.asked()).isEqualTo(many);
  }

  @Test
  void anOperatorWhoWantsANewTokenGetsOneAlthoughOneRests() {
    get(scene.credential());
    scene.restart();
    scene.source();

    scene.sources().renew(scene.credential(), Scene.PATIENCE);

    assertThat(scene.source().get().generation()).isEqualTo(2);
  }

  private Token get(Credential credential) {
    return scene.sources().of(credential).get();
  }

  private Credential saml(SecretSource assertion) {
    Credential standard = scene.credential();
    Grant grant = new Grant.Saml2Bearer(assertion, Map.of());
    return Credential.of("saml", standard.issuer(), grant, standard.client());
  }
}
