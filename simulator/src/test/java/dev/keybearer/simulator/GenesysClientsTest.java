package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenesysClientsTest {
  private static final String CLIENTS = "/api/v2/oauth/clients";

  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final HttpUser user = new HttpUser();
  private String token = "";

  @BeforeEach
  void register() {
    genesys.client("admin").secret("a");
    token = genesys.mint("admin");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void makesClientWhoseSecretIsShownOnce() throws Exception {
    HttpUser.Reply made = create(600);
    String path = CLIENTS + "/" + made.text("id");

    HttpUser.Reply minted = mint(made.text("id"), made.text("secret"));

    assertThat(minted.text("expires_in")).isEqualTo("599");
    assertThat(call("GET", path, "").text("name")).isEqualTo("analytics");
    assertThat(call("GET", path, "").json().has("secret")).isFalse();
    assertThat(call("GET", CLIENTS, "").json().path("total").asInt()).isEqualTo(2);
  }

  @Test
  void endsOldSecretAtOnceWhenItIsRegeneratedAndKeepsTokens() throws Exception {
    genesys.client("svc").secret("old");
    String live = genesys.mint("svc");

    String fresh = call("POST", CLIENTS + "/svc/secret", "").text("secret");

    assertThat(mint("svc", "old").status()).isEqualTo(401);
    assertThat(mint("svc", fresh).status()).isEqualTo(200);
    assertThat(isLive(live)).isTrue();
  }

  @Test
  void endsTokensWithTheOldSecretWhenTold() throws Exception {
    genesys.quirks().newSecretEndsTokens();
    genesys.client("svc").secret("old");
    String live = genesys.mint("svc");

    call("POST", CLIENTS + "/svc/secret", "");

    assertThat(isLive(live)).isFalse();
  }

  @Test
  void followsTheStateOfClient() throws Exception {
    genesys.client("svc").secret("s");
    String live = genesys.mint("svc");

    put("svc", "{\"state\":\"inactive\"}");
    assertThat(mint("svc", "s").status()).isEqualTo(400);
    assertThat(isLive(live)).isTrue();

    put("svc", "{\"state\":\"disabled\"}");
    assertThat(mint("svc", "s").status()).isEqualTo(401);
    assertThat(isLive(live)).isFalse();
    assertThat(call("GET", CLIENTS + "/svc", "").text("state")).isEqualTo("disabled");

    put("svc", "{\"state\":\"active\"}");
    assertThat(mint("svc", "s").status()).isEqualTo(200);
    assertThat(isLive(live)).isTrue();
  }

  @Test
  void changesLifeAndName() throws Exception {
    genesys.client("svc").secret("s");

    put("svc", "{\"name\":\"n\",\"accessTokenValiditySeconds\":3600,\"secret\":\"ignored\"}");

    assertThat(mint("svc", "s").text("expires_in")).isEqualTo("3599");
    assertThat(call("GET", CLIENTS + "/svc", "").text("name")).isEqualTo("n");
  }

  @Test
  void deletesClientWithItsTokens() throws Exception {
    genesys.client("svc").secret("s");
    String live = genesys.mint("svc");

    call("DELETE", CLIENTS + "/svc", "");

    assertThat(isLive(live)).isFalse();
    assertThat(mint("svc", "s").text("description")).isEqualTo("client not found");
    assertThat(call("GET", CLIENTS + "/svc", "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(longs = {300, 172_800})
  void acceptsLifeAtEitherBound(long seconds) throws Exception {
    assertThat(create(seconds).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {299, 172_801, -1})
  void refusesLifeBeyondTheBounds(long seconds) throws Exception {
    assertThat(create(seconds).status()).isEqualTo(400);
  }

  @Test
  void acceptsShorterLifeWhenTold() throws Exception {
    genesys.quirks().shortestLife(Duration.ofSeconds(1));

    assertThat(create(1).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "x", "{}", "{\"name\":\"n\"}"})
  void refusesMalformedClient(String body) throws Exception {
    assertThat(call("POST", CLIENTS, body).text("code")).isEqualTo("bad.request");
  }

  private HttpUser.Reply create(long seconds) throws Exception {
    return call(
        "POST",
        CLIENTS,
        "{\"name\":\"analytics\",\"authorizedGrantType\":\"CLIENT-CREDENTIALS\","
            + "\"accessTokenValiditySeconds\":"
            + seconds
            + "}");
  }

  private void put(String id, String body) throws Exception {
    assertThat(call("PUT", CLIENTS + "/" + id, body).status()).isEqualTo(200);
  }

  private HttpUser.Reply mint(String id, String secret) throws Exception {
    return user.formWithBasic(
        genesys.tokenEndpoint(), id + ":" + secret, "grant_type", "client_credentials");
  }

  private boolean isLive(String bearer) throws Exception {
    return user.getWithToken(genesys.api().resolve("/api/v2/tokens/me"), bearer).status() == 200;
  }

  private HttpUser.Reply call(String method, String path, String body) throws Exception {
    return user.json(method, genesys.api().resolve(path), body, "Authorization", "Bearer " + token);
  }
}
