package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceLoginTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    world.clock().freeze();
    issuer.client("tv").scopes("orders:read");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tellsDeviceWhereThePersonDecides() throws Exception {
    HttpUser.Reply reply = start();

    assertThat(reply.text("user_code")).matches("[B-Z]{4}-[B-Z]{4}");
    assertThat(reply.text("verification_uri_complete"))
        .isEqualTo(reply.text("verification_uri") + "?user_code=" + reply.text("user_code"));
    assertThat(reply.text("expires_in")).isEqualTo("600");
    assertThat(reply.text("interval")).isEqualTo("5");
    assertThat(issuer.devices().waiting()).containsExactly(reply.text("user_code"));
  }

  @Test
  void makesDeviceWaitUntilThePersonApproves() throws Exception {
    HttpUser.Reply started = start();
    assertThat(poll(started).text("error")).isEqualTo("authorization_pending");

    issuer.devices().approve(started.text("user_code"), "grace");
    HttpUser.Reply reply = poll(started);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has("refresh_token")).isTrue();
    assertThat(user.getWithToken(issuer.api(), reply.text("access_token")).text("sub"))
        .isEqualTo("grace");
    assertThat(poll(started).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void letsThePersonDecideByOpeningThePage() throws Exception {
    HttpUser.Reply started = start();

    HttpUser.Reply page = user.get(URI.create(started.text("verification_uri_complete")));

    assertThat(page.body()).isEqualTo("approved by ada");
    assertThat(poll(started).status()).isEqualTo(200);
  }

  @Test
  void saysAccessDeniedWhenThePersonDoes() throws Exception {
    HttpUser.Reply started = start();

    issuer.devices().deny(started.text("user_code"));

    assertThat(poll(started).text("error")).isEqualTo("access_denied");
  }

  @Test
  void slowsDownDeviceThatPollsBeforeItsIntervalIsOver() throws Exception {
    HttpUser.Reply started = start();
    assertThat(poll(started).text("error")).isEqualTo("authorization_pending");

    world.clock().advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(poll(started).text("error")).isEqualTo("slow_down");

    world.clock().advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(poll(started).text("error")).isEqualTo("slow_down");

    world.clock().advance(Duration.ofSeconds(15));
    assertThat(poll(started).text("error")).isEqualTo("authorization_pending");
  }

  @Test
  void expiresFromTheInstantItsLifeEnds() throws Exception {
    HttpUser.Reply started = start();

    world.clock().advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(poll(started).text("error")).isEqualTo("authorization_pending");
    world.clock().advance(Duration.ofNanos(1));

    assertThat(poll(started).text("error")).isEqualTo("expired_token");
    assertThat(issuer.devices().waiting()).isEmpty();
  }

  @Test
  void refusesUnknownCodes() throws Exception {
    issuer.client("other");
    String code = start().text("device_code");

    assertThat(poll("tv", "x").text("error")).isEqualTo("invalid_grant");
    assertThat(poll("other", code).text("error")).isEqualTo("invalid_grant");
    assertThat(user.get(URI.create(issuer.uri() + "/device?user_code=X")).status()).isEqualTo(404);
    assertThatThrownBy(() -> issuer.devices().approve("X", "ada"))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void refusesUnregisteredScopeAndUnknownClient() throws Exception {
    assertThat(begin("tv", "admin").text("error")).isEqualTo("invalid_scope");
    assertThat(begin("x", "").status()).isEqualTo(401);
  }

  private HttpUser.Reply start() throws Exception {
    return begin("tv", "orders:read");
  }

  private HttpUser.Reply begin(String client, String scope) throws Exception {
    return user.form(issuer.deviceAuthorizationEndpoint(), "client_id", client, "scope", scope);
  }

  private HttpUser.Reply poll(HttpUser.Reply started) throws Exception {
    return poll("tv", started.text("device_code"));
  }

  private HttpUser.Reply poll(String client, String deviceCode) throws Exception {
    return user.form(
        issuer.tokenEndpoint(),
        "grant_type",
        "urn:ietf:params:oauth:grant-type:device_code",
        "client_id",
        client,
        "device_code",
        deviceCode);
  }
}
