package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GenesysApiTest {
  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final HttpUser user = new HttpUser();
  private String token = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    genesys.client("1f2e3d").secret("s3cret");
    token = genesys.mint("1f2e3d");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tellsWhatTokenIsButNotWhenItEnds() throws Exception {
    JsonNode body = me("GET", token).json();

    assertThat(body.path("OAuthClient").path("id").asString()).isEqualTo("1f2e3d");
    assertThat(body.path("OAuthClient").path("authorizedGrantType").asString())
        .isEqualTo("CLIENT_CREDENTIALS");
    assertThat(body.has("expires_in")).isFalse();
    assertThat(me("HEAD", token).status()).isEqualTo(200);
  }

  @Test
  void deletesTheTokenThatAsks() throws Exception {
    String other = genesys.mint("1f2e3d");

    assertThat(me("DELETE", token).status()).isEqualTo(200);

    assertThat(me("HEAD", token).status()).isEqualTo(401);
    assertThat(me("HEAD", other).status()).isEqualTo(200);
  }

  @Test
  void deletesAllTokensOfUser() throws Exception {
    genesys.quirks().deletionStatus(204);
    String other = genesys.mint("other");

    HttpUser.Reply reply = call("DELETE", "/api/v2/tokens/1f2e3d", other, "");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(me("HEAD", token).status()).isEqualTo(401);
    assertThat(me("HEAD", other).status()).isEqualTo(200);
  }

  @Test
  void refusesMissingAndBadTokensWithTheirOwnCodes() throws Exception {
    HttpUser.Reply missing = user.get(genesys.api().resolve("/api/v2/tokens/me"));
    HttpUser.Reply garbage = me("GET", "garbage");
    genesys.revoke(token);
    HttpUser.Reply revoked = me("GET", token);

    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.text("code")).isEqualTo("authentication.required");
    assertThat(garbage.text("code")).isEqualTo("bad.credentials");
    assertThat(revoked.text("message")).isEqualTo("Invalid login credentials.");
    assertThat(revoked.text("contextId")).isEqualTo(revoked.header("ININ-Correlation-Id"));
  }

  @Test
  void gaugesEveryReply() throws Exception {
    me("GET", token);
    HttpUser.Reply second = me("GET", token);

    assertThat(second.header("inin-ratelimit-count")).isEqualTo("2");
    assertThat(second.header("inin-ratelimit-allowed")).isEqualTo("300");
    assertThat(second.header("inin-ratelimit-reset")).isEqualTo("60");
    assertThat(second.header("ININ-Correlation-Id")).hasSize(36);
    assertThat(second.header("Cache-Control")).contains("no-store");
  }

  @Test
  void throttlesTokenBeyondItsMinute() throws Exception {
    genesys.quirks().requestsPerMinute(2);
    me("GET", token);
    assertThat(me("GET", token).status()).isEqualTo(200);

    world.clock().advance(Duration.ofSeconds(20));
    HttpUser.Reply third = me("GET", token);

    assertThat(third.status()).isEqualTo(429);
    assertThat(third.header("Retry-After")).isEqualTo("40");
    assertThat(third.text("code")).isEqualTo("too.many.requests");
    assertThat(third.json().path("limit").path("value").asInt()).isEqualTo(2);
    assertThat(me("GET", genesys.mint("1f2e3d")).status()).isEqualTo(200);

    world.clock().advance(Duration.ofSeconds(40).minusNanos(1));
    assertThat(me("GET", token).status()).isEqualTo(429);
    world.clock().advance(Duration.ofNanos(1));
    assertThat(me("GET", token).status()).isEqualTo(200);
  }

  @Test
  void throttlesWithAnotherRetryAfterWhenTold() throws Exception {
    genesys.quirks().requestsPerMinute(0).apiRetryAfter(RetryAfter.seconds(7200));

    assertThat(me("GET", token).header("Retry-After")).isEqualTo("7200");
  }

  @Test
  void doesNotCountCheckThatPreservesTheIdleTime() throws Exception {
    genesys.habits().idleTimeout(Duration.ofMinutes(5));
    world.clock().advance(Duration.ofMinutes(4));
    URI check = genesys.api().resolve("/api/v2/tokens/me?preserveIdleTTL=true");
    assertThat(user.getWithToken(check, token).status()).isEqualTo(200);

    world.clock().advance(Duration.ofMinutes(1));

    assertThat(me("GET", token).status()).isEqualTo(401);
  }

  @Test
  void refusesForWantOfPermission() throws Exception {
    genesys.quirks().forbid("/api/v2/oauth", "oauth:client:view");
    HttpUser.Reply refused = call("GET", "/api/v2/oauth/clients", token, "");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("missing.permissions");
    genesys.quirks().allowAll();
    assertThat(call("GET", "/api/v2/oauth/clients", token, "").status()).isEqualTo(200);
  }

  @Test
  void refusesBodyOverTheLimitAndOfAnotherType() throws Exception {
    String query = "/api/v2/analytics/conversations/details/query";
    HttpUser.Reply large = call("POST", query, token, " ".repeat(512_001));
    HttpUser.Reply form =
        user.send(
            "POST",
            genesys.api().resolve(query),
            "a=b",
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/x-www-form-urlencoded");

    assertThat(large.status()).isEqualTo(413);
    assertThat(call("POST", query, token, " ".repeat(512_000)).status()).isEqualTo(400);
    assertThat(form.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/oauth/token", "/api/v2/oauth/token", "/oauth2/introspect", "/api/v2/nothing"})
  void hasNothingThatTheRealServiceLacks(String path) throws Exception {
    assertThat(call("GET", path, token, "").status()).isEqualTo(404);
  }

  @Test
  void writesItsHeadersInLowerCaseWhenTold() throws Exception {
    genesys.quirks().lowerCaseHeaders();
    try (RawUser raw = new RawUser(genesys.api())) {
      raw.send("GET /api/v2/date HTTP/1.1\r\nConnection: close\r\n\r\n");

      assertThat(raw.readAll()).contains("inin-correlation-id: ");
    }
  }

  @Test
  void tellsTheWorldsTime() throws Exception {
    assertThat(call("GET", "/api/v2/date", token, "").text("currentDate"))
        .isEqualTo(world.clock().instant().toString());
  }

  private HttpUser.Reply me(String method, String bearer) throws Exception {
    return user.send(
        method,
        genesys.api().resolve("/api/v2/tokens/me"),
        "",
        "Authorization",
        "Bearer " + bearer);
  }

  private HttpUser.Reply call(String method, String path, String bearer, String body)
      throws Exception {
    return user.json(
        method, genesys.api().resolve(path), body, "Authorization", "Bearer " + bearer);
  }
}
