package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K7, Y1, Y2: streams through a daemon, as its config says. */
class WebSocketTest {
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  private final ServeScene scene;
  private final EchoServer echo = EchoServer.open();

  WebSocketTest(@TempDir Path folder) {
    scene = new ServeScene(folder);
    String route =
        """
            - name: events
              path: /events
              methods: [GET]
              accept: { issuer: corp, scopes: [orders:read] }
              upstream: "http://127.0.0.1:%d"
              credential: orders
              websocket: { idle: 1d }
        """
            .formatted(echo.port());
    scene.write(scene.config().replace("admin:", route + "admin:"));
  }

  @AfterEach
  void close() {
    echo.close();
    scene.close();
  }

  @Test
  void endsTheStreamOfARevokedTokenWithinSecondsAndNoOther() {
    try (Daemon daemon = scene.daemon();
        Listening ended = open(daemon, "ended");
        Listening spared = open(daemon, "spared")) {
      ended.echo("hello");
      spared.echo("hello");
      assertThat(echo.heads()).allMatch(head -> head.contains("uthorization: Bearer "));
      long begun = System.nanoTime();
      try (Caller operator = Caller.at(daemon.administers())) {
        HttpResponse<String> answer = operator.post("/admin/revoke", "{\"subject\":\"ended\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }

      assertThat(ended.closed()).isEqualTo("4401 token revoked");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_MOST);
      spared.echo("still here");
      assertThat(spared.isClosed()).isFalse();
      Eventually.holds("an entry", () -> entry().contains("\"reason\":\"revoked\""));
      assertThat(entry()).contains("\"route\":\"events\"", "\"subject\":\"ended\"");
    }
  }

  @Test
  void endsTheStreamWhenItsTokenEnds() {
    try (Daemon daemon = scene.daemon();
        Listening stream = open(daemon, "caller")) {
      stream.echo("hello");
      scene.advance(Duration.ofHours(1));

      assertThat(stream.closed()).isEqualTo("4401 token expired");
    }
  }

  private Listening open(Daemon daemon, String client) {
    scene.issuer.client(client).secret("its-secret").scopes("orders:read");
    return new Listening(daemon.listens().getPort(), "/events", scene.issuer.mint(client));
  }

  private String entry() {
    return scene.entries().stream()
        .filter(line -> line.contains("TUNNEL_ENDED"))
        .findFirst()
        .orElse("");
  }
}
