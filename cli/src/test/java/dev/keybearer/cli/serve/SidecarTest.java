package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.cli.wiring.WiringFailure;
import dev.keybearer.simulator.tls.Identity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local processes fetch tokens at the admin port and at its socket (M1). */
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

  @Test
  void givesTheTokenAtTheSocketToWhoeverRunsAsTheUserOfAClient() throws Exception {
    assumeThat(Path.of("/usr/bin/curl")).exists();
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(atSocket(scene, Files.getOwner(folder).getName()));
      try (Daemon daemon = scene.daemon()) {
        Curl fetched = Curl.at(folder.resolve("keybearer.sock"), "/token/orders");

        assertThat(fetched.status()).as(fetched.body()).isEqualTo(200);
        String token = fetched.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
        try (Caller direct = Caller.at(scene.issuer.api().getPort()).with(token)) {
          assertThat(direct.get("/api/orders/1").statusCode()).isEqualTo(200);
        }
        assertThat(Curl.at(folder.resolve("keybearer.sock"), "/token/other").status())
            .isEqualTo(403);
        assertThat(daemon.administers().getPort()).isPositive();
        Eventually.holds("the fetch is recorded", () -> recorded(scene, "\"actor\":\"billing\""));
        assertThat(scene.entries()).noneMatch(line -> line.contains(token));
      }
      assertThat(folder.resolve("keybearer.sock")).doesNotExist();
    }
  }

  @Test
  void knowsTheUsersOfTheConfigThatWasReadLast() throws Exception {
    assumeThat(Path.of("/usr/bin/curl")).exists();
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(atSocket(scene, "nobody-of-that-name"));
      try (Daemon daemon = scene.daemon()) {
        Curl before = Curl.at(folder.resolve("keybearer.sock"), "/token/orders");
        scene.write(atSocket(scene, Files.getOwner(folder).getName()));
        daemon.reload();

        assertThat(before.status()).isEqualTo(403);
        assertThat(Curl.at(folder.resolve("keybearer.sock"), "/token/orders").status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void movesTheSocketOnlyWithARestart() {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(atSocket(scene, "somebody"));
      try (Daemon daemon = scene.daemon()) {
        scene.write(atSocket(scene, "somebody").replace("keybearer.sock", "other.sock"));

        assertThatThrownBy(daemon::reload).hasMessageContaining("admin.socket has changed");
      }
    }
  }

  @Test
  void putsTlsOnTheAdminPortOnlyWithARestart() {
    try (ServeScene scene = new ServeScene(folder);
        Daemon daemon = scene.daemon()) {
      new Certificates(folder).put(Identity.selfSigned("localhost"));
      String tls =
          "tls: { certificate: \"file:./certificate.pem\", private-key: \"file:./private.key\" }";
      scene.write(withRoute(scene.config()).replace("127.0.0.1:0 }", "127.0.0.1:0, " + tls + " }"));

      assertThatThrownBy(daemon::reload).hasMessageContaining("admin has tls");
      assertNothingNew(daemon);
    }
  }

  /** All of a reload, or nothing. */
  @Test
  void reloadsNothingWhereTheSocketCannotBeOpenedToItsClients() throws IOException {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(atSocket(scene, "somebody"));
      try (Daemon daemon = scene.daemon()) {
        Files.delete(folder.resolve("keybearer.sock"));
        scene.write(withRoute(atSocket(scene, "somebody")));

        assertThatThrownBy(daemon::reload)
            .isInstanceOf(WiringFailure.class)
            .hasMessageStartingWith("admin.socket cannot be opened to its clients");
        assertNothingNew(daemon);
      }
    }
  }

  private static String withRoute(String config) {
    String route =
        "    - { name: new, path: /new, methods: [GET], accept: anonymous, upstream: api,"
            + " credential: orders }\n";
    return config.replace("admin:", route + "admin:");
  }

  private static void assertNothingNew(Daemon daemon) {
    try (Caller caller = Caller.at(daemon.listens())) {
      assertThat(caller.get("/new").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void saysWhereTheSocketCannotBe() throws IOException {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(atSocket(scene, "somebody"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

      assertThatThrownBy(scene::daemon)
          .isInstanceOf(WiringFailure.class)
          .hasMessageStartingWith("admin.socket: others could replace files in")
          .hasMessageContaining("chmod go-w");
    }
  }

  private static String atSocket(ServeScene scene, String user) {
    return scene
        .config()
        .replace(
            "admin: { listen: 127.0.0.1:0 }\n",
            """
            admin:
              listen: 127.0.0.1:0
              socket: ./keybearer.sock
              clients:
                billing: { user: %s, tokens: [orders] }
            """
                .formatted(user));
  }

  private static boolean recorded(ServeScene scene, String words) {
    return scene.entries().stream().anyMatch(line -> line.contains(words));
  }

  /** What curl got at a socket. */
  private record Curl(int status, String body) {
    static Curl at(Path socket, String path) throws IOException, InterruptedException {
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-s",
                  "-w",
                  "\n%{http_code}",
                  "--unix-socket",
                  socket.toString(),
                  "http://localhost" + path)
              .start();
      String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(curl.waitFor()).as(said).isZero();
      int end = said.lastIndexOf('\n');
      return new Curl(Integer.parseInt(said.substring(end + 1)), said.substring(0, end));
    }
  }
}
