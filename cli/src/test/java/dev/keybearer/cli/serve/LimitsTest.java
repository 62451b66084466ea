package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.TokenForm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls and guesses that come too often, at a daemon on its sockets. */
class LimitsTest {
  private static final String OF_ADDRESS = "calls-per-address: 1/h burst 5";
  private static final String OF_GUESSES = "guesses-per-address: 1/h burst 10";

  @TempDir private Path folder;

  private static String limited(ServeScene scene, String rates) {
    return scene
        .config()
        .replace(
            "limits: { idle: 1d }",
            "limits: { idle: 1d }\n  trusted-proxies: [127.0.0.1]\n  rates: { " + rates + " }");
  }

  @Test
  void tellsACallerThatComesTooOftenWhenToComeAgain() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(limited(scene, OF_ADDRESS));
      try (Daemon daemon = scene.daemon();
          Line line = Line.to(daemon.listens().getPort())) {
        for (int i = 0; i < 5; i++) {
          assertThat(line.call(request("203.0.113.7", "open", null))).isEqualTo(200);
        }
        assertThat(line.call(request("203.0.113.7", "open", null))).isEqualTo(429);
        assertThat(line.call(request("203.0.113.8", "open", null))).isEqualTo(200);
        assertThat(line.call(request("::ffff:203.0.113.7", "open", null))).isEqualTo(429);
      }
      assertThat(scene.apiRequests()).hasSize(6);
      assertThat(scene.entries()).anyMatch(e -> e.contains("\"reason\":\"address_too_often\""));
    }
  }

  @Test
  void saysSoInTheFormOfEveryRefusalAndCountsIt() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(limited(scene, OF_ADDRESS));
      try (Daemon daemon = scene.daemon();
          Caller caller = Caller.at(daemon.listens());
          Caller operator = Caller.at(daemon.administers())) {
        for (int i = 0; i < 5; i++) {
          assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = caller.get("/api/open/1");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body())
            .contains("\"error\":\"too_many_requests\",\"reason\":\"address_too_often\"");
        long seconds = refused.headers().firstValueAsLong("Retry-After").orElse(0);
        assertThat(seconds).isBetween(3_500L, 3_600L);
        assertThat(operator.get("/metrics").body())
            .contains(
                "keybearer_calls_total{ground=\"address_too_often\",route=\"open\",status=\"4xx\"}"
                    + " 1.0");
      }
    }
  }

  /** D1: a limit of ten, and a hundred from one gate, each with another token. */
  @Test
  void asksTheIssuerAboutNoMoreGuessesThanTheLimit() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(
          limited(scene, OF_GUESSES)
              .replace(
                  "audiences: [api] }",
                  "audiences: [api], introspection:"
                      + " { client-id: ours, client-secret: \"file:./ours.secret\" } }"));
      try (Daemon daemon = scene.daemon();
          Crowd crowd = Crowd.connect(daemon.listens().getPort(), 100)) {
        Map<String, Integer> endings =
            crowd.call(1, i -> request("203.0.113.7", "orders", "opaque-" + i));

        assertThat(scene.issuer.referee().count(Endpoint.INTROSPECTION)).isEqualTo(10);
        assertThat(endings).isEqualTo(Map.of("401", 10, "429", 90));
        assertThat(guess(daemon, "203.0.113.7", scene.issuer.mint("caller"))).isEqualTo(429);
        assertThat(guess(daemon, "203.0.113.8", scene.issuer.mint("caller")))
            .as("a victim elsewhere")
            .isEqualTo(200);
      }
    }
  }

  /** What the issuer said a moment ago counts as known, though nothing of it can be read here. */
  @Test
  void letsAnOpaqueTokenThatIsKnownInBesideAGuesser() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
      scene.write(
          limited(scene, OF_GUESSES)
              .replace(
                  "audiences: [api] }",
                  "audiences: [api], introspection:"
                      + " { client-id: ours, client-secret: \"file:./ours.secret\" } }"));
      String known = scene.issuer.mint("caller");
      try (Daemon daemon = scene.daemon()) {
        assertThat(guess(daemon, "203.0.113.7", known)).isEqualTo(200);
        for (int i = 0; i < 12; i++) {
          assertThat(guess(daemon, "203.0.113.7", "wrong-" + i)).isEqualTo(i < 10 ? 401 : 429);
        }

        assertThat(guess(daemon, "203.0.113.7", known)).isEqualTo(200);
        assertThat(guess(daemon, "203.0.113.7", scene.issuer.mint("caller"))).isEqualTo(429);
      }
    }
  }

  /** D3: a guesser behind the same address keeps nobody out who was let in before. */
  @Test
  void letsWhoIsKnownInBesideAGuesser() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(limited(scene, OF_GUESSES));
      String known = scene.issuer.mint("caller");
      try (Daemon daemon = scene.daemon();
          Crowd crowd = Crowd.connect(daemon.listens().getPort(), 100)) {
        assertThat(guess(daemon, "203.0.113.7", known)).isEqualTo(200);
        Map<String, Integer> endings =
            crowd.call(1, i -> request("203.0.113.7", "orders", known + i));
        assertThat(endings).isEqualTo(Map.of("401", 10, "429", 90));

        assertThat(guess(daemon, "203.0.113.7", known)).isEqualTo(200);
        assertThat(guess(daemon, "203.0.113.7", scene.issuer.mint("caller"))).isEqualTo(429);
        scene.advance(Duration.ofHours(1));
        assertThat(guess(daemon, "203.0.113.7", scene.issuer.mint("caller"))).isEqualTo(200);
      }
    }
  }

  @Test
  void keepsItsCountsOverAReload() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(limited(scene, OF_ADDRESS));
      try (Daemon daemon = scene.daemon();
          Caller caller = Caller.at(daemon.listens())) {
        for (int i = 0; i < 5; i++) {
          assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
        }
        scene.write(limited(scene, "calls-per-address: 1/h burst 6"));
        daemon.reload();
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(429);

        scene.write(limited(scene, "calls-per-address: 1/h burst 2"));
        daemon.reload();
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(429);

        scene.write(scene.config());
        daemon.reload();
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
      }
    }
  }

  private static int guess(Daemon daemon, String from, String token) throws IOException {
    try (Line line = Line.to(daemon.listens().getPort())) {
      return line.call(request(from, "orders", token));
    }
  }

  private static String request(String from, String route, @Nullable String token) {
    String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
    return "GET /api/"
        + route
        + "/1 HTTP/1.1\r\nHost: api\r\nX-Forwarded-For: "
        + from
        + "\r\n"
        + authorization
        + "\r\n";
  }
}
