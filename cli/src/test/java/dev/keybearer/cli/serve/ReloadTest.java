package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The config is read again while calls come in. */
class ReloadTest {
  private static final int RELOADS = 100;
  private static final int MOVES = 40;
  private static final int BREAKS = 70;

  @TempDir private Path folder;

  @Test
  void failsNoCallOverAHundredReloads() throws Exception {
    try (ServeScene scene = new ServeScene(folder);
        Daemon daemon = scene.daemon();
        Caller operator = Caller.at(daemon.administers());
        Caller caller = Caller.at(daemon.listens())) {
      int port = free();
      assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
      Load load = Load.on(daemon, scene.issuer.mint("caller"));
      try (load) {
        for (int reload = 1; reload <= RELOADS; reload++) {
          scene.write(config(scene, reload, port));
          HttpResponse<String> answer = operator.post("/admin/reload", "{}");
          if (reload == BREAKS) {
            assertThat(answer.statusCode()).isBetween(400, 499);
            assertThat(answer.body()).contains("keybearer.yaml:").contains("acept");
          } else {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          }
        }
      }
      assertThat(load.failures()).isEmpty();
      assertThat(load.succeeded()).isGreaterThan(RELOADS);
      assertThat(daemon.listens().getPort()).isEqualTo(port);
      assertThat(scene.entries()).filteredOn(e -> e.contains("CONFIG_REFUSED")).hasSize(1);
      assertThat(scene.entries())
          .filteredOn(e -> e.contains("CONFIG_CHANGED"))
          .hasSize(RELOADS - 1);
    }
  }

  /** Each differs from the one before in routes, and every few in something else too. */
  private static String config(ServeScene scene, int reload, int port) {
    String accept = reload == BREAKS ? "acept" : "accept";
    String route =
        """
            - name: route-%d
              path: /api/route-%d
              methods: [GET]
              %s: anonymous
              upstream: api
              credential: orders
        """
            .formatted(reload, reload, accept);
    String config = scene.config().replace("admin:", route + "admin:");
    if (reload >= MOVES) {
      config =
          config.replace(
              "listen: 127.0.0.1:0\n  limits", "listen: 127.0.0.1:" + port + "\n  limits");
    }
    if (reload % 20 >= 10) {
      config = config.replace("[orders:read]\ngateway", "[orders:read, orders:write]\ngateway");
    }
    return reload % 6 < 3 ? config : config.replace("connections: 1000", "connections: 100");
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void readsItAgainOnAHangUpAndWhenTheFileChanges() throws Exception {
    try (ServeScene scene = new ServeScene(folder);
        ServeProcess process = scene.process(Map.of());
        Caller caller = Caller.at(process.port())) {
      assertThat(caller.get("/api/route-1").statusCode()).isEqualTo(404);

      process.hangUp();
      process.await("keybearer: reloaded: ");

      scene.write(config(scene, 1, 0));
      Eventually.holds("the new route", () -> caller.get("/api/route-1").statusCode() == 200);

      scene.write(config(scene, BREAKS, 0));
      process.await("keybearer: the config was not reloaded; the one before stays in use");
      assertThat(caller.get("/api/route-1").statusCode()).isEqualTo(200);
    }
  }
}
