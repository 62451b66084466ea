package dev.keybearer.token.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.RecordingRecorder;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.login.CodeLogin;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the simulator promises holds at a real Keycloak, with refresh rotation and reuse detection
 * on.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static KeycloakServer keycloak;
  private static Browser browser;

  private final RecordingRecorder recorder = new RecordingRecorder();
  private final RememberingStore store = new RememberingStore();
  private final TokenSources sources =
      TokenSources.open(TokenSources.Options.STANDARD.withRecorder(recorder).withStore(store));

  @BeforeAll
  static void start() throws Exception {
    keycloak = KeycloakServer.start();
    browser = new Browser(keycloak.issuer());
  }

  @AfterAll
  static void stop() throws Exception {
    keycloak.stop();
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @Test
  void clientCredentialsWithBasic() throws Exception {
    Token token = sources.of(own("svc", new ClientAuthentication.Basic(secret("s3cret")))).get();

    assertThat(browser.isActive(token.value())).isTrue();
  }

  @Test
  void clientCredentialsWithPost() {
    Token token = sources.of(own("svc", new ClientAuthentication.Post(secret("s3cret")))).get();

    assertThat(Duration.between(Instant.now(), token.expiresAt()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  @Test
  void basicWithCharactersThatNeedEncodingInIdAndSecret() {
    ClientAuthentication proof = new ClientAuthentication.Basic(secret("a b+c%d&e=f:g/ü"));

    assertThat(sources.of(own("odd:client", proof)).get()).isNotNull();
  }

  @Test
  void clientCredentialsWithPrivateKeyJwt() throws Exception {
    String pem = keycloak.clientKey();
    SigningKey key = new SigningKey(secret(pem), SigningKey.Algorithm.RS256, null);
    Credential credential = own("pkjwt", new ClientAuthentication.PrivateKeyJwt(key));

    Token first = sources.of(credential).get();
    sources.renew(credential, PATIENCE); // Keycloak refuses a statement that it has seen

    assertThat(sources.of(credential).get().generation()).isGreaterThan(first.generation());
  }

  @Test
  void aWrongSecretIsRefusedWithAHint() {
    TokenSource source = sources.of(own("svc", new ClientAuthentication.Basic(secret("wrong"))));

    assertThatThrownBy(source::get)
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED))
        .hasMessageContaining("check the client id");
  }

  @Test
  void aPersonLogsInAndTheRefreshTokenRotatesWithEveryRenewal() throws Exception {
    Credential credential = login();

    for (int i = 0; i < 10; i++) {
      sources.renew(credential, PATIENCE);
    }

    assertThat(browser.isActive(sources.of(credential).get().value())).isTrue();
    assertThat(recorder.events(Event.RenewalFailed.class)).isEmpty();
  }

  @Test
  void aReplayedRefreshTokenEndsInOneCallForALogin() throws Exception {
    Credential credential = login();
    String old = store.refreshToken();
    sources.renew(credential, PATIENCE);
    assertThat(browser.refresh(old)).isEqualTo(400); // somebody else replays the one that was used

    assertThatThrownBy(() -> sources.renew(credential, PATIENCE))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN));
    recorder.await(Event.LoginNeeded.class);
    assertThat(recorder.events(Event.LoginNeeded.class)).hasSize(1);
  }

  @Test
  void oneTokenIsExchangedForAnother() throws Exception {
    TokenSource front = sources.of(own("front", new ClientAuthentication.Basic(secret("fr0nt"))));
    Grant.Party subject =
        new Grant.Party(() -> Secret.of(front.get().value()), Grant.Party.ACCESS_TOKEN);
    Credential exchanged =
        Credential.of(
            "exchanged",
            Issuer.oidc(keycloak.issuer()),
            new Grant.TokenExchange(subject, null, null, null),
            new Credential.Client("svc", new ClientAuthentication.Basic(secret("s3cret"))));

    Token token = sources.of(exchanged).get();

    assertThat(token.value()).isNotEqualTo(front.get().value());
    assertThat(browser.isActive(token.value())).isTrue();
  }

  @Test
  void aRevokedTokenIsInactiveAtTheIssuer() throws Exception {
    Credential credential = own("svc", new ClientAuthentication.Basic(secret("s3cret")));
    Token token = sources.of(credential).get();

    boolean confirmed = sources.revoke(credential, PATIENCE);

    assertThat(confirmed).isTrue();
    assertThat(browser.isActive(token.value())).isFalse();
    assertThat(sources.of(credential).get().value()).isNotEqualTo(token.value());
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aTokenIsServedAfterTheIssuerHasGone() throws Exception {
    Credential credential = own("svc", new ClientAuthentication.Basic(secret("s3cret")));
    Token token = sources.of(credential).get();

    keycloak.stop();

    assertThatThrownBy(() -> sources.renew(credential, Duration.ofSeconds(3)))
        .isInstanceOf(TokenFailure.class);
    assertThat(sources.of(credential).get(Duration.ZERO)).isSameAs(token);
  }

  private Credential login() throws Exception {
    URI redirect = URI.create("http://127.0.0.1/callback");
    Credential credential =
        Credential.of(
            "ada",
            Issuer.oidc(keycloak.issuer()),
            new Grant.AuthorizationCode(redirect),
            new Credential.Client("app", new ClientAuthentication.None()));
    CodeLogin login = CodeLogin.begin(credential, store, redirect);
    login.complete(browser.logIn(login.browserAddress(), "ada", "ada-password"));
    sources.of(credential).get();
    return credential;
  }

  private static Credential own(String client, ClientAuthentication proof) {
    return Credential.of(
        client,
        Issuer.oidc(keycloak.issuer()),
        new Grant.ClientCredentials(),
        new Credential.Client(client, proof));
  }

  private static SecretSource secret(String text) {
    return () -> Secret.of(text);
  }
}
