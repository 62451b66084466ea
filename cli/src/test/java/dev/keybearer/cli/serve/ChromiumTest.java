package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keybearer.cli.wiring.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K7, Y1, Y2: a page in Chromium streams through a daemon. */
class ChromiumTest {
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  /** Says what happens to it by asking for it. */
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <script>
        const socket = new WebSocket("ws://127.0.0.1:{port}/events", [{protocols}]);
        const tell = what => fetch("/told/" + encodeURIComponent(what));
        socket.onopen = () => socket.send("hello");
        socket.onmessage = message => tell("got " + message.data + " by " + socket.protocol);
        socket.onclose = end => tell("closed " + end.code + " " + end.reason);
      </script>
      """;

  private final Path folder;
  private final ServeScene scene;
  private final EchoServer echo = EchoServer.open();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final HttpServer site;
  private volatile String page = "";
  private @Nullable Process browser;

  ChromiumTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.scene = new ServeScene(folder);
    this.site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", this::answer);
    site.start();
  }

  @AfterEach
  void close() {
    Process running = browser;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().onExit().join();
    }
    site.stop(0);
    echo.close();
    scene.close();
  }

  @Test
  void endsTheStreamOfAPageWhoseTokenIsRevoked() throws IOException {
    try (Daemon daemon = daemon(origin())) {
      scene.issuer.client("page").secret("its-secret").scopes("orders:read");
      String token = scene.issuer.mint("page");
      visit(daemon, "\"keybearer.token." + token + "\", \"chat\"");
      Eventually.holds("the page has its echo", () -> told.contains("got hello by chat"));
      assertThat(echo.heads()).noneMatch(head -> head.contains(token));
      long begun = System.nanoTime();
      try (Caller operator = Caller.at(daemon.administers())) {
        assertThat(operator.post("/admin/revoke", "{\"subject\":\"page\"}").statusCode())
            .isEqualTo(200);
      }

      Eventually.holds("it is closed", () -> told.contains("closed 4401 token revoked"));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_MOST);
    }
  }

  @Test
  void keepsOutAPageOfAnotherOrigin() throws IOException {
    try (Daemon daemon = daemon("https://app.example.com")) {
      String token = scene.issuer.mint("caller");
      visit(daemon, "\"keybearer.token." + token + "\", \"chat\"");

      Eventually.holds("it is kept out", () -> told.contains("closed 1006 "));
      assertThat(echo.heads()).isEmpty();
    }
  }

  private Daemon daemon(String origin) {
    String route =
        """
            - name: events
              path: /events
              methods: [GET]
              accept: { issuer: corp, scopes: [orders:read] }
              upstream: "http://127.0.0.1:%d"
              websocket: { origins: ["%s"], token-in-protocol: true }
        """
            .formatted(echo.port(), origin);
    scene.write(scene.config().replace("admin:", route + "admin:"));
    return scene.daemon();
  }

  private String origin() {
    return "http://127.0.0.1:" + site.getAddress().getPort();
  }

  private void visit(Daemon daemon, String protocols) throws IOException {
    Path chromium = Path.of("/usr/bin/chromium");
    assumeTrue(Files.isExecutable(chromium), "there is no Chromium at " + chromium);
    page =
        PAGE.replace("{port}", Integer.toString(daemon.listens().getPort()))
            .replace("{protocols}", protocols);
    browser =
        new ProcessBuilder(
                chromium.toString(),
                "--headless=new",
                "--no-sandbox", // which root does not get, and a container may not have
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0", // so that it stays
                "--user-data-dir=" + Files.createDirectory(folder.resolve("profile")),
                origin() + "/page")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  private void answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/told/")) {
      told.add(path.substring("/told/".length()));
    }
    byte[] body = (path.equals("/page") ? page : "").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
