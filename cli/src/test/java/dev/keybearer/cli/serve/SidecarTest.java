package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local processes fetch tokens at the admin port (M1). */
class SidecarTest {
  private static final String CLIENTS =
      """
      admin:
        listen: 127.0.0.1:0
        clients:
          billing: { secret: "file:./billing.secret", tokens: [orders] }
          monitor: { secret: "file:./monitor.secret", roles: [read] }
      """;

  @TempDir private Path folder;

  @Test
  void givesTheTokenToTheClientThatMayFetchItAndToNobodyElse() {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.secret("billing.secret", "billing-secret-of-32-characters-0");
      scene.secret("monitor.secret", "monitor-secret-of-32-characters-0");
      scene.write(scene.config().replace("admin: { listen: 127.0.0.1:0 }\n", CLIENTS));
      try (Daemon daemon = scene.daemon();
          Caller nobody = Caller.at(daemon.administers());
          Caller billing = nobody.with("billing-secret-of-32-characters-0");
          Caller monitor = nobody.with("monitor-secret-of-32-characters-0")) {
        HttpResponse<String> fetched = billing.get("/token/orders");

        assertThat(fetched.statusCode()).as(fetched.body()).isEqualTo(200);
        assertThat(fetched.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(monitor.get("/token/orders").statusCode()).isEqualTo(403);
        assertThat(nobody.get("/token/orders").statusCode()).isEqualTo(401);
        assertThat(billing.post("/admin/reload", "{}").statusCode()).isEqualTo(403);
        String token = fetched.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
        try (Caller direct = Caller.at(scene.issuer.api().getPort()).with(token)) {
          assertThat(direct.get("/api/orders/1").statusCode()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void givesNoTokenWhenNoClientsAreNamed() {
    try (ServeScene scene = new ServeScene(folder);
        Daemon daemon = scene.daemon();
        Caller nobody = Caller.at(daemon.administers())) {
      assertThat(nobody.get("/token/orders").statusCode()).isEqualTo(403);
    }
  }
}
