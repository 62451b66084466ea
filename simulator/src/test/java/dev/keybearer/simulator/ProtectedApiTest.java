package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProtectedApiTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    world.clock().freeze();
    issuer.client("svc").scopes("orders:read");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tellsWhatItSawToBearerOfLiveToken() throws Exception {
    URI orders = issuer.api().resolve("orders/1");

    HttpUser.Reply reply =
        user.send("PUT", orders, "hello", "Authorization", "bearer " + issuer.mint("svc"));

    assertThat(reply.body())
        .isEqualTo(
            "{\"method\":\"PUT\",\"path\":\"/api/orders/1\",\"client_id\":\"svc\",\"sub\":\"svc\","
                + "\"scope\":\"orders:read\",\"received\":5}");
  }

  /** B1: no error code when no credentials were sent. */
  @Test
  void challengesWithoutErrorWhenThereIsNoToken() throws Exception {
    HttpUser.Reply reply = user.get(issuer.api());

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void refusesUnknownRevokedAndExpiredTokensAlike() throws Exception {
    String revoked = issuer.mint("svc");
    issuer.revoke(revoked);
    String expired = issuer.mint("svc");
    world.clock().advance(Duration.ofHours(1));

    for (String token : new String[] {"unknown", revoked, expired}) {
      HttpUser.Reply reply = user.getWithToken(issuer.api(), token);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
  }

  @Test
  void namesTheMissingScope() throws Exception {
    issuer.requireScope("/api/admin/", "admin");

    HttpUser.Reply reply =
        user.getWithToken(issuer.api().resolve("admin/users"), issuer.mint("svc"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"admin\"");
    assertThat(user.getWithToken(issuer.api(), issuer.mint("svc")).status()).isEqualTo(200);
  }

  @Test
  void endsTokenThatIsIdleForTheTimeout() throws Exception {
    issuer.habits().idleTimeout(Duration.ofMinutes(15));
    String token = issuer.mint("svc");

    for (int use = 0; use < 2; use++) {
      world.clock().advance(Duration.ofMinutes(15).minusNanos(1));
      assertThat(user.getWithToken(issuer.api(), token).status()).isEqualTo(200);
    }

    world.clock().advance(Duration.ofMinutes(15));
    assertThat(user.getWithToken(issuer.api(), token).status()).isEqualTo(401);
  }

  @Test
  void throttlesForAsManyCallsAsScripted() throws Exception {
    String token = issuer.mint("svc");
    issuer.faults().next(Endpoint.API, Fault.throttled(RetryAfter.seconds(2)), 2);

    assertThat(user.getWithToken(issuer.api(), token).status()).isEqualTo(429);
    HttpUser.Reply second = user.getWithToken(issuer.api(), token);
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.header("Retry-After")).isEqualTo("2");
    assertThat(user.getWithToken(issuer.api(), token).status()).isEqualTo(200);
  }
}
