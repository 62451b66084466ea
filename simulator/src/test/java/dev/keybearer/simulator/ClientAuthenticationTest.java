package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAuthenticationTest {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void takesSecretFromForm() throws Exception {
    issuer.client("svc").secret("s3cret");

    assertThat(post("svc", "s3cret").status()).isEqualTo(200);
  }

  @Test
  void takesSecretFromBasicWithEachPartFormEncoded() throws Exception {
    String secret = "p%3A+:ä/&=";
    issuer.client("svc:1").secret(secret);
    String credentials = encoded("svc:1") + ":" + encoded(secret);

    HttpUser.Reply reply =
        user.formWithBasic(issuer.tokenEndpoint(), credentials, "grant_type", "client_credentials");

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void takesSecretFromJsonWithAudience() throws Exception {
    issuer.client("svc").secret("s3cret");
    issuer.habits().tokenForm(TokenForm.JWT);

    HttpUser.Reply reply =
        user.json(
            "POST",
            issuer.tokenEndpoint(),
            """
            {"grant_type":"client_credentials","client_id":"svc","client_secret":"s3cret",
             "audience":"https://orders"}\
            """);

    assertThat(Json.parse(Jws.parse(reply.text("access_token")).payload()).path("aud").asString())
        .isEqualTo("https://orders");
  }

  @Test
  void refusesWrongSecretWith401AndChallengesBasic() throws Exception {
    issuer.client("svc").secret("s3cret");

    HttpUser.Reply reply =
        user.formWithBasic(issuer.tokenEndpoint(), "svc:wrong", "grant_type", "client_credentials");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("error")).isEqualTo("invalid_client");
    assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic %%%", "Basic c3Zj", "Basic ", "Basic c3ZjOiV6eg=="})
  void refusesMalformedBasic(String header) throws Exception {
    issuer.client("svc").secret("s3cret");

    HttpUser.Reply reply =
        user.send(
            "POST",
            issuer.tokenEndpoint(),
            "grant_type=client_credentials",
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Authorization",
            header);

    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void refusesTwoWaysAtOnce() throws Exception {
    issuer.client("svc").secret("s3cret");

    HttpUser.Reply reply =
        user.formWithBasic(
            issuer.tokenEndpoint(),
            "svc:s3cret",
            "grant_type",
            "client_credentials",
            "client_secret",
            "s3cret");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void refusesWayTheClientMayNotUse() throws Exception {
    issuer.client("svc").secret("s3cret").authentications(ClientAuthentication.BASIC);

    assertThat(post("svc", "s3cret").status()).isEqualTo(401);
  }

  @Test
  void acceptsOldBothOrNewSecretAsToldAtThatMoment() throws Exception {
    RegisteredClient client = issuer.client("svc").secret("old");
    assertThat(accepted("old", "new")).containsExactly(200, 401);

    client.secrets("old", "new");
    assertThat(accepted("old", "new")).containsExactly(200, 200);

    client.secret("new");
    assertThat(accepted("old", "new")).containsExactly(401, 200);
  }

  @Test
  void refusesDisabledClient() throws Exception {
    issuer.client("svc").secret("s3cret").disable();
    assertThat(post("svc", "s3cret").status()).isEqualTo(401);

    issuer.client("svc").enable();
    assertThat(post("svc", "s3cret").status()).isEqualTo(200);
  }

  @Test
  void refusesGrantTheClientMayNotUse() throws Exception {
    issuer.client("svc").secret("s3cret").grants(GrantType.REFRESH_TOKEN);

    HttpUser.Reply reply = post("svc", "s3cret");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("unauthorized_client");
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void takesAssertionSignedWithEachAlgorithm(Algorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate("k1", algorithm);
    issuer.client("svc").publicKeys(key.publicKey());

    assertThat(assertion(key, issuer.uri().toString(), "j1", 60).status()).isEqualTo(200);
    assertThat(assertion(key, issuer.tokenEndpoint().toString(), "j2", 60).status()).isEqualTo(200);
  }

  @Test
  void refusesAssertionForAnotherAudience() throws Exception {
    SigningKey key = registeredKey();

    assertThat(assertion(key, "https://elsewhere", "j1", 60).status()).isEqualTo(401);
  }

  @Test
  void refusesAssertionSignedWithAnotherKey() throws Exception {
    registeredKey();
    SigningKey other = SigningKey.generate("k1", Algorithm.ES256);

    assertThat(assertion(other, issuer.uri().toString(), "j1", 60).status()).isEqualTo(401);
  }

  @Test
  void refusesAssertionWhoseIdWasUsedBefore() throws Exception {
    SigningKey key = registeredKey();

    assertThat(assertion(key, issuer.uri().toString(), "j1", 60).status()).isEqualTo(200);
    assertThat(assertion(key, issuer.uri().toString(), "j1", 60).status()).isEqualTo(401);
  }

  @Test
  void refusesAssertionFromTheSecondItExpires() throws Exception {
    SigningKey key = registeredKey();
    world.clock().freeze();
    String audience = issuer.uri().toString();

    assertThat(assertion(key, audience, "j1", 1).status()).isEqualTo(200);
    assertThat(assertion(key, audience, "j2", 0).status()).isEqualTo(401);
    assertThat(assertion(key, audience, "j3", -1).status()).isEqualTo(401);
  }

  @Test
  void judgesAssertionsByTheWorldsClock() throws Exception {
    SigningKey key = registeredKey();
    String audience = issuer.uri().toString();
    String early = signed(key, audience, "j1", 60);

    world.clock().advance(Duration.ofSeconds(61));

    assertThat(present(early).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "a.b", "a.b.c", "e30.e30.", "e30.e30.e30", "e30.W10.e30", "e30.eA.e30"})
  void refusesMalformedAssertion(String assertion) throws Exception {
    registeredKey();

    assertThat(present(assertion).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "\"soon\"", "null", "-1"})
  void refusesAssertionWithAbsurdExpiry(String expiry) throws Exception {
    SigningKey key = registeredKey();
    String claims =
        "{\"iss\":\"svc\",\"sub\":\"svc\",\"aud\":\"" + issuer.uri() + "\",\"exp\":" + expiry + "}";

    assertThat(present(Jws.sign(key, "{\"alg\":\"ES256\"}", claims)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "grant_type=%zz", "[]", "{", "\u0000"})
  void refusesBodyThatCannotBeRead(String body) throws Exception {
    for (String type : new String[] {"application/x-www-form-urlencoded", "application/json"}) {
      HttpUser.Reply reply = user.send("POST", issuer.tokenEndpoint(), body, "Content-Type", type);

      assertThat(reply.status()).as(type).isEqualTo(400);
    }
  }

  @Test
  void refusesParameterSentTwice() throws Exception {
    issuer.client("svc").secret("s3cret");

    HttpUser.Reply reply =
        user.form(
            issuer.tokenEndpoint(),
            "grant_type",
            "client_credentials",
            "client_id",
            "svc",
            "client_secret",
            "s3cret",
            "scope",
            "a",
            "scope",
            "b");

    assertThat(reply.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void keepsSecretsOutOfText() {
    RegisteredClient client = issuer.client("svc").secret("canary");

    assertThat(client + " " + world + " " + issuer).doesNotContain("canary");
  }

  private SigningKey registeredKey() {
    SigningKey key = SigningKey.generate("k1", Algorithm.ES256);
    issuer.client("svc").publicKeys(key.publicKey());
    return key;
  }

  private HttpUser.Reply assertion(SigningKey key, String audience, String id, long life)
      throws Exception {
    return present(signed(key, audience, id, life));
  }

  private String signed(SigningKey key, String audience, String id, long life) {
    long expires = world.clock().instant().getEpochSecond() + life;
    String claims =
        """
        {"iss":"svc","sub":"svc","aud":"%s","jti":"%s","exp":%d}\
        """
            .formatted(audience, id, expires);
    return Jws.sign(key, "{\"alg\":\"" + key.algorithm().jose() + "\"}", claims);
  }

  private HttpUser.Reply present(String assertion) throws Exception {
    return user.form(
        issuer.tokenEndpoint(),
        "grant_type",
        "client_credentials",
        "client_assertion_type",
        ASSERTION_TYPE,
        "client_assertion",
        assertion);
  }

  private int[] accepted(String... secrets) throws Exception {
    int[] statuses = new int[secrets.length];
    for (int i = 0; i < secrets.length; i++) {
      statuses[i] = post("svc", secrets[i]).status();
    }
    return statuses;
  }

  private HttpUser.Reply post(String id, String secret) throws Exception {
    return user.form(
        issuer.tokenEndpoint(),
        "grant_type",
        "client_credentials",
        "client_id",
        id,
        "client_secret",
        secret);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
