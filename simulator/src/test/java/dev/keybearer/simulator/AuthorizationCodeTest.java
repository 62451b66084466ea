package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.http.Form;
import dev.keybearer.simulator.jose.Jws;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuthorizationCodeTest {
  private static final String BACK = "http://127.0.0.1:1234/callback";

  /** The pair of RFC 7636 appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    world.clock().freeze();
    issuer.client("app").scopes("openid", "orders:read").redirectUris("http://127.0.0.1/callback");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sendsBrowserBackWithCodeStateAndIssuer() throws Exception {
    HttpUser.Reply reply = authorize(BACK, "code_challenge", CHALLENGE);

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).startsWith(BACK + "?code=");
    Form back = Form.parse(URI.create(reply.header("Location")).getRawQuery());
    assertThat(back.text("state")).isEqualTo("s&1");
    assertThat(back.text("iss")).isEqualTo(issuer.uri().toString());
  }

  @Test
  void givesTokensForCodeAndVerifier() throws Exception {
    issuer.habits().userApproves("grace");

    HttpUser.Reply reply = redeem(code(), VERIFIER);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has("refresh_token")).isTrue();
    JsonNode idToken = Json.parse(Jws.parse(reply.text("id_token")).payload());
    assertThat(idToken.path("sub").asString()).isEqualTo("grace");
    assertThat(idToken.path("aud").asString()).isEqualTo("app");
    assertThat(idToken.path("nonce").asString()).isEqualTo("n1");
  }

  @Test
  void refusesWrongOrMissingVerifier() throws Exception {
    assertThat(redeem(code(), VERIFIER.replace('d', 'e')).text("error")).isEqualTo("invalid_grant");
    assertThat(redeem(code(), "").text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void endsTheTokensOfCodeThatIsRedeemedTwice() throws Exception {
    String code = code();
    HttpUser.Reply first = redeem(code, VERIFIER);

    HttpUser.Reply second = redeem(code, VERIFIER);

    assertThat(second.text("error")).isEqualTo("invalid_grant");
    assertThat(user.getWithToken(issuer.api(), first.text("access_token")).status()).isEqualTo(401);
    assertThat(refresh(first.text("refresh_token")).status()).isEqualTo(400);
  }

  @Test
  void refusesCodeFromTheInstantItEnds() throws Exception {
    String early = code();
    world.clock().advance(Duration.ofSeconds(60).minusNanos(1));
    assertThat(redeem(early, VERIFIER).status()).isEqualTo(200);

    String late = code();
    world.clock().advance(Duration.ofSeconds(60));
    assertThat(redeem(late, VERIFIER).status()).isEqualTo(400);
  }

  @Test
  void saysAccessDeniedWhenThePersonDoes() throws Exception {
    issuer.habits().userDenies();

    assertThat(error(authorize(BACK, "code_challenge", CHALLENGE))).isEqualTo("access_denied");
  }

  @Test
  void demandsChallengeFromPublicClientAndS256FromAll() throws Exception {
    assertThat(error(authorize(BACK))).isEqualTo("invalid_request");
    HttpUser.Reply plain =
        user.get(
            authorizationUri(BACK, "code_challenge", CHALLENGE, "code_challenge_method", "plain"));
    assertThat(error(plain)).isEqualTo("invalid_request");
  }

  @Test
  void refusesScopeAndResponseTypeItDoesNotKnow() throws Exception {
    URI scope =
        authorizationUri(
            BACK, "code_challenge", CHALLENGE, "code_challenge_method", "S256", "scope", "admin");
    assertThat(error(user.get(scope))).isEqualTo("invalid_scope");

    URI type =
        URI.create(
            issuer.authorizationEndpoint()
                + "?"
                + HttpUser.encode(
                    "response_type", "token", "client_id", "app", "redirect_uri", BACK));
    assertThat(error(user.get(type))).isEqualTo("unsupported_response_type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1234/other",
        "https://evil.example/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://[",
        "",
        "callback"
      })
  void neverSendsBrowserToAddressThatIsNotRegistered(String address) throws Exception {
    HttpUser.Reply reply = authorize(address, "code_challenge", CHALLENGE);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Location")).isEmpty();
  }

  @Test
  void refusesMalformedQueryWithoutRedirect() throws Exception {
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.send("GET /authorize?client_id=%zz HTTP/1.1\r\nConnection: close\r\n\r\n");

      assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void refusesUnknownClientWithoutRedirect() throws Exception {
    URI unknown =
        URI.create(
            issuer.authorizationEndpoint()
                + "?"
                + HttpUser.encode("response_type", "code", "client_id", "x", "redirect_uri", BACK));

    assertThat(user.get(unknown).status()).isEqualTo(400);
  }

  @Test
  void refusesCodeWithAnotherRedirectUriOrClient() throws Exception {
    issuer.client("other");
    HttpUser.Reply elsewhere =
        user.form(
            issuer.tokenEndpoint(),
            "grant_type",
            "authorization_code",
            "client_id",
            "app",
            "code",
            code(),
            "code_verifier",
            VERIFIER,
            "redirect_uri",
            "http://127.0.0.1:9/callback");
    HttpUser.Reply other =
        user.form(
            issuer.tokenEndpoint(),
            "grant_type",
            "authorization_code",
            "client_id",
            "other",
            "code",
            code(),
            "code_verifier",
            VERIFIER,
            "redirect_uri",
            BACK);

    assertThat(elsewhere.text("error")).isEqualTo("invalid_grant");
    assertThat(other.text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void letsConfidentialClientDoWithoutChallenge() throws Exception {
    issuer.client("web").secret("s3cret");
    URI start =
        URI.create(
            issuer.authorizationEndpoint()
                + "?"
                + HttpUser.encode(
                    "response_type", "code", "client_id", "web", "redirect_uri", BACK));
    Form back = Form.parse(URI.create(user.get(start).header("Location")).getRawQuery());

    HttpUser.Reply reply =
        user.formWithBasic(
            issuer.tokenEndpoint(),
            "web:s3cret",
            "grant_type",
            "authorization_code",
            "code",
            back.text("code"),
            "redirect_uri",
            BACK);

    assertThat(reply.status()).isEqualTo(200);
  }

  private HttpUser.Reply authorize(String back, String... more) throws Exception {
    String[] all = java.util.Arrays.copyOf(more, more.length + 2);
    all[more.length] = more.length == 0 ? "x" : "code_challenge_method";
    all[more.length + 1] = "S256";
    return user.get(authorizationUri(back, all));
  }

  private URI authorizationUri(String back, String... more) {
    String query =
        HttpUser.encode(
            "response_type",
            "code",
            "client_id",
            "app",
            "redirect_uri",
            back,
            "state",
            "s&1",
            "nonce",
            "n1");
    return URI.create(issuer.authorizationEndpoint() + "?" + query + "&" + HttpUser.encode(more));
  }

  private String code() throws Exception {
    HttpUser.Reply reply = authorize(BACK, "code_challenge", CHALLENGE);
    return Form.parse(URI.create(reply.header("Location")).getRawQuery()).text("code");
  }

  private static String error(HttpUser.Reply reply) {
    return Form.parse(URI.create(reply.header("Location")).getRawQuery()).text("error");
  }

  private HttpUser.Reply redeem(String code, String verifier) throws Exception {
    return user.form(
        issuer.tokenEndpoint(),
        "grant_type",
        "authorization_code",
        "client_id",
        "app",
        "code",
        code,
        "code_verifier",
        verifier,
        "redirect_uri",
        BACK);
  }

  private HttpUser.Reply refresh(String token) throws Exception {
    return user.form(
        issuer.tokenEndpoint(),
        "grant_type",
        "refresh_token",
        "client_id",
        "app",
        "refresh_token",
        token);
  }
}
