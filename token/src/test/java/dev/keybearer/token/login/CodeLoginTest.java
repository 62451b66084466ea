package dev.keybearer.token.login;

import static dev.keybearer.token.login.LoginScene.failure;
import static dev.keybearer.token.login.LoginScene.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.DpopRule;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.GrantType;
import dev.keybearer.simulator.ScopeRule;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TestKeys;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6749 section 4.1 with RFC 7636, RFC 8252 and RFC 9207, against a simulated issuer. */
class CodeLoginTest {
  private final LoginScene scene = new LoginScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void sendsTheBrowserWithAllThatTheIssuerNeeds() {
    Credential credential =
        scene.coded().withScopes(Scopes.of("openid", "orders:read")).withAudience("orders api");

    CodeLogin login = scene.begin(credential);

    Map<String, String> query = query(login.browserAddress());
    assertThat(login.browserAddress()).asString().startsWith(scene.issuer.uri() + "/authorize?");
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "app")
        .containsEntry("redirect_uri", "http://127.0.0.1:45678/callback")
        .containsEntry("scope", "openid orders:read")
        .containsEntry("audience", "orders api")
        .containsEntry("code_challenge_method", "S256")
        .containsOnlyKeys(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "audience",
            "state",
            "code_challenge",
            "code_challenge_method");
    assertThat(query.get("state")).hasSize(43);
    assertThat(query.get("code_challenge")).hasSize(43);
  }

  @Test
  void noTwoLoginsShareStateOrChallenge() {
    Map<String, String> one = query(scene.begin(scene.coded()).browserAddress());
    Map<String, String> other = query(scene.begin(scene.coded()).browserAddress());

    assertThat(one.get("state")).isNotEqualTo(other.get("state"));
    assertThat(one.get("code_challenge")).isNotEqualTo(other.get("code_challenge"));
  }

  @Test
  void whatItBringsIsGivenOutWithoutAskingTheIssuerAgain() {
    Credential credential = scene.coded().withScopes(Scopes.of("orders:read"));

    Login login = scene.logIn(credential);

    assertThat(login.scopes()).isEqualTo(Scopes.of("orders:read"));
    assertThat(login.expiresAt()).isEqualTo(scene.time.wall().plusSeconds(100));
    assertThat(scene.source(credential).get().scopes()).isEqualTo(Scopes.of("orders:read"));
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void itsTokenIsRenewedWithoutThePerson() {
    Credential credential = scene.coded();
    scene.logIn(credential);
    long first = scene.source(credential).get().generation();

    scene.advance(Duration.ofSeconds(100));

    assertThat(scene.source(credential).get().generation()).isGreaterThan(first);
    assertThat(scene.issuer.referee().count(Endpoint.AUTHORIZATION)).isEqualTo(1);
  }

  @Test
  void keepsTheQueryThatTheEndpointHasAlready() {
    URI endpoint = URI.create(scene.issuer.authorizationEndpoint() + "?tenant=a%20b");
    Endpoints endpoints = new Endpoints(scene.issuer.tokenEndpoint(), endpoint, null, null);
    Credential credential =
        scene.credential(
            Issuer.oauth2(endpoints), new Grant.AuthorizationCode(LoginScene.REDIRECT));

    CodeLogin login = CodeLogin.begin(credential, scene.store);

    assertThat(login.browserAddress().toString())
        .startsWith(endpoint + "&response_type=code&client_id=app&");
  }

  @Test
  void aLoginWithoutRefreshTokenSaysWhatToChange() {
    scene.issuer.habits().refreshable(GrantType.DEVICE_CODE);

    TokenFailure plain = failure(() -> scene.logIn(scene.coded()));
    Credential offline = scene.coded().withScopes(Scopes.of("offline_access"));
    TokenFailure asked = failure(() -> scene.logIn(offline));

    assertThat(plain.kind()).isEqualTo(Kind.REFUSED);
    assertThat(plain).hasMessageContaining("add the scope offline_access");
    assertThat(asked).hasMessageContaining("allow this client refresh tokens");
  }

  @Test
  void aLoginWithoutARequiredScopeIsGivenBackAndNotKept() {
    scene.issuer.client("app").scopes("orders:read");
    scene.issuer.habits().scopeRule(ScopeRule.NARROWS);
    Credential credential =
        scene
            .coded()
            .withScopes(Scopes.of("orders:read", "orders:write"))
            .withRequired(Scopes.of("orders:write"));

    TokenFailure failure = failure(() -> scene.logIn(credential));

    assertThat(failure.kind()).isEqualTo(Kind.SCOPE_MISSING);
    assertThat(failure).hasMessageContaining("orders:write");
    assertThat(scene.issuer.referee().count(Endpoint.REVOCATION)).isEqualTo(1);
    assertThat(failure(() -> scene.source(credential).get()).kind()).isEqualTo(Kind.NEEDS_LOGIN);
  }

  @Test
  void aClientWithAWrongSecretIsToldSo() {
    scene.issuer.client("app").secret("right");
    ClientAuthentication wrong = new ClientAuthentication.Basic(() -> Secret.of("wrong"));
    Credential credential =
        Credential.of(
            "ada",
            scene.discoveredIssuer(),
            new Grant.AuthorizationCode(LoginScene.REDIRECT),
            new Credential.Client("app", wrong));

    TokenFailure failure = failure(() -> scene.logIn(credential));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("invalid_client").hasMessageContaining("check the");
  }

  @Test
  void anIssuerThatIsDownIsNoticedBeforeThePersonIsBothered() {
    scene.issuer.stop();

    assertThat(failure(() -> scene.begin(scene.coded())).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void anIssuerWithoutAPageToLogInAtIsRefused() {
    Issuer bare = Issuer.oauth2(Endpoints.of(scene.issuer.tokenEndpoint()));
    Credential credential =
        scene.credential(bare, new Grant.AuthorizationCode(LoginScene.REDIRECT));

    TokenFailure failure = failure(() -> scene.begin(credential));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("names no authorization endpoint");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:0/callback, http://127.0.0.1:1/callback, true",
    "http://127.0.0.1:0/callback, http://127.0.0.1/callback, true",
    "http://127.0.0.1:0/callback, http://127.0.0.1:0/callback, false",
    "http://127.0.0.1:0/callback, http://127.0.0.1:1/other, false",
    "http://127.0.0.1:0/callback, http://127.0.0.1:1/callback?a=b, false",
    "http://127.0.0.1:0/callback, http://[::1]:1/callback, false",
    "http://127.0.0.1:7/callback, http://127.0.0.1:7/callback, true",
    "http://127.0.0.1:7/callback, http://127.0.0.1:8/callback, false",
    "https://app.example/callback, https://app.example/callback, true",
    "http://app.example/callback, http://app.example/callback, false"
  })
  void comesBackOnlyToTheAddressOfItsGrant(URI named, URI used, boolean fits) {
    Credential credential =
        scene.credential(scene.discoveredIssuer(), new Grant.AuthorizationCode(named));

    if (fits) {
      assertThat(CodeLogin.begin(credential, scene.store, used)).isNotNull();
    } else {
      assertThatThrownBy(() -> CodeLogin.begin(credential, scene.store, used))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aCredentialThatNeedsNobodyCannotBeLoggedIn() {
    Credential credential =
        scene.credential(scene.discoveredIssuer(), new Grant.ClientCredentials());

    assertThatThrownBy(() -> scene.begin(credential))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a person");
  }

  @Test
  void aGrantWithoutRedirectAddressNeedsOneNamed() {
    Credential credential = scene.onDevice();

    assertThatThrownBy(() -> CodeLogin.begin(credential, scene.store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names no redirect address");
    assertThat(scene.logIn(credential)).isNotNull();
    assertThat(scene.source(credential).get()).isNotNull();
  }

  /** RFC 9449 section 10: code, tokens and their successors are bound to one key of ours. */
  @Test
  void aLoginBindsItsTokensToTheKeyThatRests() {
    scene.issuer.habits().dpop(DpopRule.DEMANDED);
    Credential bound = scene.coded().bound();
    CodeLogin login = scene.begin(bound);
    assertThat(login.browserAddress().getRawQuery()).contains("dpop_jkt=");

    login.complete(scene.browse(login.browserAddress()));

    assertThat(scene.source(bound).get().isBound()).isTrue();
    scene.advance(Duration.ofSeconds(101));
    assertThat(scene.source(bound).get().isBound()).isTrue();
  }

  /** RFC 7523: a client that signs needs no secret for a login either. */
  @Test
  void aLoginTakesAClientThatSigns() {
    KeyPair pair = TestKeys.pair(Algorithm.ES256);
    scene.issuer.client("app").publicKeys(pair.getPublic());
    Credential coded = scene.coded();
    Credential signing =
        Credential.of(
            "ada",
            coded.issuer(),
            coded.grant(),
            new Credential.Client(
                "app",
                new ClientAuthentication.PrivateKeyJwt(TestKeys.signing(pair, Algorithm.ES256))));

    scene.logIn(signing);

    assertThat(scene.source(signing).get()).isNotNull();
  }
}
