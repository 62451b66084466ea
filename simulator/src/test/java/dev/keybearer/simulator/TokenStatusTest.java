package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenStatusTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    world.clock().freeze();
    issuer.client("svc").secret("s3cret").scopes("a", "b");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void describesLiveToken() throws Exception {
    HttpUser.Reply reply = introspect(issuer.mint("svc", "a"));

    assertThat(reply.json().path("active").asBoolean()).isTrue();
    assertThat(reply.text("scope")).isEqualTo("a");
    assertThat(reply.text("client_id")).isEqualTo("svc");
    assertThat(reply.text("iss")).isEqualTo(issuer.uri().toString());
    long now = world.clock().instant().getEpochSecond();
    assertThat(reply.json().path("exp").asLong()).isEqualTo(now + 3600);
  }

  @Test
  void saysNothingButInactiveAboutAllOthers() throws Exception {
    String expired = issuer.mint("svc");
    world.clock().advance(Duration.ofHours(1));

    assertThat(introspect(expired).body()).isEqualTo("{\"active\":false}");
    assertThat(introspect("unknown").body()).isEqualTo("{\"active\":false}");
  }

  @Test
  void countsTokenAsLiveUntilTheInstantItEnds() throws Exception {
    String token = issuer.mint("svc");

    world.clock().advance(Duration.ofHours(1).minusNanos(1));
    assertThat(isActive(token)).isTrue();
    world.clock().advance(Duration.ofNanos(1));
    assertThat(isActive(token)).isFalse();
  }

  @Test
  void describesCurrentRefreshToken() throws Exception {
    assertThat(isActive(issuer.mintRefreshToken("svc", "ada", "a"))).isTrue();
  }

  @Test
  void demandsClientAuthentication() throws Exception {
    assertThat(user.form(issuer.introspectionEndpoint(), "token", "x").status()).isEqualTo(401);
    assertThat(user.form(issuer.revocationEndpoint(), "token", "x").status()).isEqualTo(401);
  }

  @Test
  void revokesAccessTokenAlone() throws Exception {
    String token = issuer.mint("svc");
    String other = issuer.mint("svc");

    assertThat(revoke("svc:s3cret", token).status()).isEqualTo(200);

    assertThat(isActive(token)).isFalse();
    assertThat(isActive(other)).isTrue();
  }

  @Test
  void revokesFamilyWithItsRefreshToken() throws Exception {
    String refreshToken = issuer.mintRefreshToken("svc", "ada", "a");
    HttpUser.Reply renewed =
        user.formWithBasic(
            issuer.tokenEndpoint(),
            "svc:s3cret",
            "grant_type",
            "refresh_token",
            "refresh_token",
            refreshToken);

    assertThat(revoke("svc:s3cret", renewed.text("refresh_token")).status()).isEqualTo(200);

    assertThat(isActive(renewed.text("refresh_token"))).isFalse();
    assertThat(isActive(renewed.text("access_token"))).isFalse();
  }

  @Test
  void answersUnknownTokenAsRevokedAndRefusesAnothersToken() throws Exception {
    issuer.client("other").secret("o");
    String token = issuer.mint("svc");

    assertThat(revoke("svc:s3cret", "unknown").status()).isEqualTo(200);
    assertThat(revoke("other:o", token).text("error")).isEqualTo("unauthorized_client");
    assertThat(isActive(token)).isTrue();
  }

  @Test
  void refusesRequestWithoutToken() throws Exception {
    assertThat(revoke("svc:s3cret", "").status()).isEqualTo(400);
    assertThat(user.get(issuer.introspectionEndpoint()).status()).isEqualTo(405);
  }

  private boolean isActive(String token) throws Exception {
    return introspect(token).json().path("active").asBoolean();
  }

  private HttpUser.Reply introspect(String token) throws Exception {
    return user.formWithBasic(issuer.introspectionEndpoint(), "svc:s3cret", "token", token);
  }

  private HttpUser.Reply revoke(String credentials, String token) throws Exception {
    return user.formWithBasic(issuer.revocationEndpoint(), credentials, "token", token);
  }
}
