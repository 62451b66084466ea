package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.cli.wiring.WiringFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running gateway tells a webhook, and what a webhook can do to it. */
@Timeout(120)
class SignalsTest {
  private static final String SECRET = "secret: \"file:./hook.secret\"";
  private static final String ALL = "[\"*\"]";

  @TempDir private Path folder;

  /** W1, W4: every signature is genuine, and no body holds a token. */
  @Test
  void tellsOfTokensRefusalsAndOperators() throws Exception {
    try (Receiver receiver = Receiver.open();
        ServeScene scene = scene(receiver.signal(SECRET, ALL));
        Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens());
        Caller operator = Caller.at(daemon.administers())) {
      String token = scene.issuer.mint("caller");
      assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
      assertThat(caller.with("not-a-token").get("/api/orders/1").statusCode()).isEqualTo(401);
      String wish = "{\"token\":\"" + token + "\"}";
      assertThat(operator.post("/admin/revoke", wish).statusCode()).isEqualTo(200);
      assertThat(operator.post("/admin/reload", "{}").statusCode()).isEqualTo(200);

      assertThat(receiver.await("token.renewed"))
          .contains("\"data\":{\"clientId\":\"orders\",\"timestamp\":\"", "\"success\":true");
      assertThat(receiver.await("security.auth_failure"))
          .contains("\"data\":{\"event\":\"auth_failure\",\"ip\":\"127.0.0.1\",\"country\":null,")
          .contains("\"error\":\"invalid_token\",\"user_agent\":\"Java-http-client/");
      assertThat(receiver.await("admin.revoked"))
          .contains("\"actor\":\"local\"", "\"outcome\":\"done\"");
      receiver.await("admin.reloaded");
      receiver.await("config.changed");
      assertThat(receiver.forged).isEmpty();
      assertThat(receiver.bodies)
          .noneSatisfy(body -> assertThat(body).contains(token))
          .noneSatisfy(body -> assertThat(body).contains(scene.attachedToken()));
      Eventually.holds(
          "they are counted",
          () ->
              operator
                  .get("/metrics")
                  .body()
                  .contains("keybearer_signals_waiting{endpoint=\"hook\"} 0.0"));
      assertThat(operator.get("/metrics").body())
          .containsPattern("keybearer_signals_delivered_total\\{endpoint=\"hook\"} [5-9]");
    }
  }

  @Test
  void sendsOnlyWhatIsAskedForAndHearsOfAnotherWishOnReload() throws Exception {
    try (Receiver receiver = Receiver.open();
        ServeScene scene = scene(receiver.signal(SECRET, "[\"admin.*\"]"));
        Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens());
        Caller operator = Caller.at(daemon.administers())) {
      assertThat(caller.get("/nowhere").statusCode()).isEqualTo(404);
      assertThat(operator.post("/admin/reload", "{}").statusCode()).isEqualTo(200);
      receiver.await("admin.reloaded");
      assertThat(receiver.bodies).hasSize(1);

      scene.write(scene.config() + receiver.signal(SECRET, "[security.call_refused]"));
      daemon.reload();
      assertThat(caller.get("/nowhere").statusCode()).isEqualTo(404);
      receiver.await("security.call_refused");
      assertThat(receiver.bodies).hasSize(2);
    }
  }

  /** W1: a secret changes without a message that its receiver cannot verify. */
  @Test
  void signsWithBothSecretsWhileOneTakesThePlaceOfTheOther() throws Exception {
    String events = "[security.call_refused]";
    try (Receiver receiver = Receiver.open();
        ServeScene scene = scene(receiver.signal(SECRET, events));
        Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens())) {
      refuseAndAwait(caller, receiver, 1);

      scene.secret("next.secret", Receiver.NEXT);
      String both = SECRET + ", next-secret: \"file:./next.secret\"";
      scene.write(scene.config() + receiver.signal(both, events));
      daemon.reload();
      refuseAndAwait(caller, receiver, 2);
      receiver.expecting(Receiver.NEXT);
      refuseAndAwait(caller, receiver, 3);

      scene.write(scene.config() + receiver.signal("secret: \"file:./next.secret\"", events));
      daemon.reload();
      refuseAndAwait(caller, receiver, 4);
      assertThat(receiver.forged).isEmpty();
    }
  }

  private static void refuseAndAwait(Caller caller, Receiver receiver, int signals) {
    assertThat(caller.get("/nowhere").statusCode()).isEqualTo(404);
    Eventually.holds(signals + " signals", () -> receiver.bodies.size() == signals);
  }

  /** F25: a receiver that hangs costs callers nothing; what does not fit is counted. */
  @Test
  void costsCallersNothingWhenAReceiverHangs() throws Exception {
    try (Receiver receiver = Receiver.open().hanging();
        ServeScene scene = scene(receiver.signal(SECRET, ALL));
        Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens());
        Caller operator = Caller.at(daemon.administers())) {
      for (int i = 0; i < 900; i++) {
        assertThat(caller.get("/nowhere").statusCode()).isEqualTo(404);
      }
      assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
      Eventually.holds("some are shed", () -> shed(operator) > 0);
      assertThat(operator.get("/metrics").body())
          .containsPattern("keybearer_signals_waiting\\{endpoint=\"hook\"} 7[67][0-9]\\.0");
    }
  }

  private static double shed(Caller operator) {
    return operator
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("keybearer_signals_shed_total{endpoint=\"hook\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void keepsWhatItHasWhenAnotherSecretIsNone() throws Exception {
    try (Receiver receiver = Receiver.open();
        ServeScene scene = scene(receiver.signal(SECRET, "[security.call_refused]"));
        Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens())) {
      scene.secret("short.secret", "whsec_aHVudGVyMg==");
      String none = "secret: \"file:./short.secret\"";
      scene.write(scene.config() + receiver.signal(none, ALL));

      assertThatThrownBy(daemon::reload)
          .isInstanceOf(WiringFailure.class)
          .hasMessageContaining("cannot sign for hook: a secret of webhooks has 24 to 64 octets")
          .hasMessageNotContaining("aHVudGVyMg");
      refuseAndAwait(caller, receiver, 1);
    }
  }

  /** A renewal that fails is told with the same members as one that does not. */
  @Test
  void tellsOfARenewalThatFails() throws Exception {
    try (Receiver receiver = Receiver.open();
        ServeScene scene = scene(receiver.signal(SECRET, "[\"token.*\"]"))) {
      scene.issuer.client("ours").secret("another-secret");
      try (Daemon daemon = scene.daemon()) {
        assertThat(daemon.files()).contains(folder.resolve("hook.secret"));
        assertThat(receiver.await("token.renewal-failed"))
            .contains("\"data\":{\"clientId\":\"orders\",\"timestamp\":\"")
            .contains("\"latencyMs\":null,\"success\":false,\"kind\":\"");
      }
    }
  }

  private ServeScene scene(String signals) throws Exception {
    ServeScene scene = new ServeScene(folder);
    if (!Files.exists(folder.resolve("hook.secret"))) {
      scene.secret("hook.secret", Receiver.SECRET);
    }
    return scene.write(scene.config() + signals);
  }
}
