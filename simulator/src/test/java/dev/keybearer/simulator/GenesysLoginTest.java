package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.http.Form;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenesysLoginTest {
  private static final String BACK = "http://127.0.0.1:1234/callback";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    world.clock().freeze();
    genesys.client("1f2e3d").secret("s3cret");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void givesOpaqueTokenWithoutScopeAndLifeLessOneSecond() throws Exception {
    HttpUser.Reply reply = mint("1f2e3d:s3cret");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .matches(
            "\\{\"access_token\":\"[A-Za-z0-9_-]{80,}\",\"token_type\":\"bearer\",\"expires_in\":86399}");
  }

  @Test
  void letsManyTokensOfOneClientLiveSideBySide() throws Exception {
    String first = mint("1f2e3d:s3cret").text("access_token");
    String second = mint("1f2e3d:s3cret").text("access_token");

    assertThat(second).isNotEqualTo(first);
    assertThat(me(first)).isEqualTo(200);
    assertThat(me(second)).isEqualTo(200);
  }

  @Test
  void saysClientNotFoundWith400AndAuthenticationFailedWith401() throws Exception {
    HttpUser.Reply unknown = mint("nobody:x");
    HttpUser.Reply wrong = mint("1f2e3d:x");

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body())
        .isEqualTo(
            "{\"error\":\"invalid_client\",\"description\":\"client not found\","
                + "\"error_description\":\"client not found\"}");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("error_description")).isEqualTo("authentication failed");
  }

  @Test
  void saysThemOtherwiseWhenTold() throws Exception {
    genesys.quirks().wrongSecret(400, "no").unknownClient(401, "who");

    assertThat(mint("1f2e3d:x").status()).isEqualTo(400);
    assertThat(mint("nobody:x").text("description")).isEqualTo("who");
  }

  @Test
  void throttlesMintsBeyondTheBurstWith400() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(mint("1f2e3d:s3cret").status()).isEqualTo(200);
    }
    HttpUser.Reply eleventh = mint("1f2e3d:s3cret");

    assertThat(eleventh.status()).isEqualTo(400);
    assertThat(eleventh.text("error")).isEqualTo("invalid_request");
    assertThat(eleventh.text("description")).startsWith("rate limit exceeded;");
    assertThat(eleventh.header("Retry-After")).isEmpty();
  }

  @Test
  void letsOneMoreMintThroughPerSecond() throws Exception {
    genesys.quirks().mintLimit(2, Duration.ofSeconds(1));
    mint("1f2e3d:s3cret");
    mint("1f2e3d:s3cret");

    world.clock().advance(Duration.ofSeconds(1).minusNanos(1));
    assertThat(mint("1f2e3d:s3cret").status()).isEqualTo(400);
    world.clock().advance(Duration.ofNanos(1));
    assertThat(mint("1f2e3d:s3cret").status()).isEqualTo(200);
    assertThat(mint("1f2e3d:s3cret").status()).isEqualTo(400);
  }

  @Test
  void throttlesEachClientForItself() throws Exception {
    genesys.quirks().mintLimit(1, Duration.ofSeconds(1)).mintRetryAfter(RetryAfter.seconds(1));
    genesys.client("other").secret("o");
    mint("1f2e3d:s3cret");

    assertThat(mint("1f2e3d:s3cret").header("Retry-After")).isEqualTo("1");
    assertThat(mint("other:o").status()).isEqualTo(200);
  }

  @Test
  void takesSecretFromFormOnlyWhenTold() throws Exception {
    assertThat(mintWithForm().status()).isEqualTo(401);

    genesys.quirks().acceptSecretInBody();

    assertThat(mintWithForm().status()).isEqualTo(200);
  }

  @Test
  void logsPersonInWithPkceAndRotatesTheRefreshToken() throws Exception {
    genesys.client("app");

    HttpUser.Reply first = redeem(code());
    HttpUser.Reply second = refresh(first.text("refresh_token"));

    assertThat(first.json().has("id_token")).isFalse();
    assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
    assertThat(refresh(first.text("refresh_token")).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void takesSamlAssertionWithTheOrganisationsName() throws Exception {
    genesys.acceptSaml("PHNhbWw-", "ada");

    assertThat(saml("orgName", "acme").status()).isEqualTo(200);
    assertThat(saml("x", "y").text("error")).isEqualTo("invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth/revoke",
        "/oauth/introspect",
        "/oauth2/introspect",
        "/.well-known/openid-configuration",
        "/.well-known/jwks.json",
        "/oauth/jwks",
        "/api/v2/tokens/me"
      })
  void hasNothingThatTheRealServiceLacks(String path) throws Exception {
    assertThat(user.get(genesys.login().resolve(path)).status()).isEqualTo(404);
  }

  @Test
  void hasNoGrantsThatTheRealServiceLacks() throws Exception {
    HttpUser.Reply reply =
        user.formWithBasic(
            genesys.tokenEndpoint(),
            "1f2e3d:s3cret",
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code");

    assertThat(reply.text("error")).isEqualTo("unsupported_grant_type");
  }

  private HttpUser.Reply mint(String credentials) throws Exception {
    return user.formWithBasic(
        genesys.tokenEndpoint(), credentials, "grant_type", "client_credentials");
  }

  private HttpUser.Reply mintWithForm() throws Exception {
    return user.form(
        genesys.tokenEndpoint(),
        "grant_type",
        "client_credentials",
        "client_id",
        "1f2e3d",
        "client_secret",
        "s3cret");
  }

  private HttpUser.Reply saml(String name, String value) throws Exception {
    return user.formWithBasic(
        genesys.tokenEndpoint(),
        "1f2e3d:s3cret",
        "grant_type",
        "urn:ietf:params:oauth:grant-type:saml2-bearer",
        "assertion",
        "PHNhbWw-",
        name,
        value);
  }

  private String code() throws Exception {
    String query =
        HttpUser.encode(
            "response_type",
            "code",
            "client_id",
            "app",
            "redirect_uri",
            BACK,
            "code_challenge",
            CHALLENGE,
            "code_challenge_method",
            "S256");
    HttpUser.Reply reply = user.get(URI.create(genesys.authorizationEndpoint() + "?" + query));
    assertThat(reply.header("Location")).doesNotContain("iss=");
    return Form.parse(URI.create(reply.header("Location")).getRawQuery()).text("code");
  }

  private HttpUser.Reply redeem(String code) throws Exception {
    return user.form(
        genesys.tokenEndpoint(),
        "grant_type",
        "authorization_code",
        "client_id",
        "app",
        "code",
        code,
        "code_verifier",
        VERIFIER,
        "redirect_uri",
        BACK);
  }

  private HttpUser.Reply refresh(String token) throws Exception {
    return user.form(
        genesys.tokenEndpoint(),
        "grant_type",
        "refresh_token",
        "client_id",
        "app",
        "refresh_token",
        token);
  }

  private int me(String token) throws Exception {
    return user.getWithToken(genesys.api().resolve("/api/v2/tokens/me"), token).status();
  }
}
