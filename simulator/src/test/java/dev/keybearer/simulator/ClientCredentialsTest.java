package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ClientCredentialsTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    issuer.client("svc").secret("s3cret").scopes("orders:read", "orders:write");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void givesTokenWithItsWholeLifeAndAllScopes() throws Exception {
    issuer.habits().tokenLife(Duration.ofSeconds(90));

    HttpUser.Reply reply = ask("");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("token_type")).isEqualTo("Bearer");
    assertThat(reply.text("expires_in")).isEqualTo("90");
    assertThat(reply.text("scope")).isEqualTo("orders:read orders:write");
    assertThat(reply.json().has("refresh_token")).isFalse();
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void signsTokenPerRfc9068WithPublishedKey(Algorithm algorithm) throws Exception {
    world.clock().set(Instant.parse("2026-01-01T00:00:00Z"));
    world.clock().freeze();
    issuer.keys().use(algorithm);

    Jws token = Jws.parse(ask("orders:read").text("access_token"));

    JsonNode header = Json.parse(token.header());
    JsonNode claims = Json.parse(token.payload());
    assertThat(header.path("typ").asString()).isEqualTo("at+jwt");
    assertThat(header.path("alg").asString()).isEqualTo(algorithm.jose());
    assertThat(token.isSignedBy(issuer.keys().active().publicKey(), algorithm)).isTrue();
    assertThat(issuer.keys().ids()).contains(header.path("kid").asString());
    assertThat(claims.path("iss").asString()).isEqualTo(issuer.uri().toString());
    assertThat(claims.path("client_id").asString()).isEqualTo("svc");
    assertThat(claims.path("scope").asString()).isEqualTo("orders:read");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
  }

  @Test
  void givesOpaqueTokensWhenTold() throws Exception {
    issuer.habits().tokenForm(TokenForm.OPAQUE);

    assertThat(ask("").text("access_token")).hasSize(86).doesNotContain(".");
  }

  @Test
  void refusesScopeBeyondTheRegisteredOnes() throws Exception {
    HttpUser.Reply reply = ask("orders:read admin");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("invalid_scope");
  }

  @Test
  void narrowsScopesWhenThatIsTheHabit() throws Exception {
    issuer.habits().scopeRule(ScopeRule.NARROWS);

    assertThat(ask("orders:read admin").text("scope")).isEqualTo("orders:read");
    assertThat(ask("admin").status()).isEqualTo(400);
  }

  @Test
  void refusesUnknownGrantAndWrongMethod() throws Exception {
    assertThat(user.form(issuer.tokenEndpoint(), "grant_type", "password").text("error"))
        .isEqualTo("unsupported_grant_type");
    assertThat(user.get(issuer.tokenEndpoint()).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"3600\"", "2147483648", "9223372036854775808", "1e400"})
  void saysExpiresInExactlyAsTold(String literal) throws Exception {
    issuer.habits().expiresIn(literal);

    assertThat(ask("").body()).contains("\"expires_in\":" + literal + ",");
  }

  @Test
  void saysTheWholeLifeHoweverLongTheAnswerTook() throws Exception {
    world.clock().scale(10_000);
    issuer.habits().tokenForm(TokenForm.OPAQUE);

    assertThat(ask("").text("expires_in")).isEqualTo("3600");
  }

  @Test
  void leavesExpiresInOutWhenTold() throws Exception {
    issuer.habits().withoutExpiresIn();
    assertThat(ask("").json().has("expires_in")).isFalse();

    issuer.habits().truthfulExpiresIn();
    assertThat(ask("").text("expires_in")).isEqualTo("3600");
  }

  @Test
  void repeatsTheSameTokenWithWhatIsLeftWhenThatIsTheHabit() throws Exception {
    world.clock().freeze();
    issuer.habits().sameTokenWhileItLives();
    String first = ask("").text("access_token");

    world.clock().advance(Duration.ofMinutes(50));
    HttpUser.Reply second = ask("");
    assertThat(second.text("access_token")).isEqualTo(first);
    assertThat(second.text("expires_in")).isEqualTo("600");
    assertThat(ask("orders:read").text("access_token")).isNotEqualTo(first);

    world.clock().advance(Duration.ofMinutes(10));
    assertThat(ask("").text("access_token")).isNotEqualTo(first);
  }

  @Test
  void givesRefreshTokenOnlyWhenThatIsTheHabit() throws Exception {
    issuer.habits().refreshable(GrantType.CLIENT_CREDENTIALS);

    assertThat(ask("").json().has("refresh_token")).isTrue();
  }

  private HttpUser.Reply ask(String scope) throws Exception {
    return user.formWithBasic(
        issuer.tokenEndpoint(), "svc:s3cret", "grant_type", "client_credentials", "scope", scope);
  }
}
