package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keybearer.cli.wiring.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everybody who is refused by a running gateway stands in its security log, with a place. */
@Timeout(120)
class SecurityEventsTest {
  private static final String ROUTES =
      """
          - { name: invoices, path: "/api/invoices", methods: [GET], accept: { issuer: corp, scopes: [invoices:read] }, upstream: api, credential: orders }
          - { name: small, path: "/api/small", methods: [POST], accept: anonymous, upstream: api, credential: orders, body: 10B }
          - { name: dead, path: "/dead", methods: [GET], accept: anonymous, upstream: "http://127.0.0.1:{dead}" }
          - { name: limited, path: "/limited", methods: [GET], accept: anonymous, upstream: "http://127.0.0.1:{odd}", credential: orders }
          - { name: silent, path: "/silent", methods: [GET], accept: anonymous, upstream: { url: "http://127.0.0.1:{odd}", answer-timeout: 200ms, retries: 0 } }
          - { name: tokenless, path: "/tokenless", methods: [GET], accept: anonymous, upstream: api, credential: stranger, patience: 2s }
      """;
  private static final String STRANGER =
      """
        stranger: { issuer: corp, grant: client-credentials, client-id: nobody, client-secret: "file:./ours.secret" }
      gateway:
      """;

  private static final String MISSING = "./places.mmdb";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  /** A security event for each way of being refused (B1, G1, G4, D7). */
  @Test
  void tellsOfEachWayOfBeingRefused() throws Exception {
    HttpServer odd = oddUpstream();
    try (ServeScene scene = scene("[127.0.0.0/8]", odd);
        Daemon daemon = scene.daemon()) {
      String token = scene.issuer.mint("caller");
      refuseInEveryWay(daemon.listens().getPort(), token);

      assertThat(lines(13))
          .satisfiesExactly(
              line -> is(line, "auth_failure 401 no_credentials orders"),
              line -> is(line, "auth_failure 401 token_refused orders"),
              line -> is(line, "auth_failure 400 malformed_credentials orders"),
              line -> is(line, "auth_failure 403 not_allowed invoices"),
              line -> is(line, "call_refused 404 no_route -"),
              line -> is(line, "call_refused 400 malformed_request -"),
              line -> is(line, "call_refused 405 no_method -"),
              line -> is(line, "call_refused 413 body_too_long small"),
              line -> is(line, "call_failed 502 upstream_broken dead"),
              line -> is(line, "call_refused 429 held_back limited"),
              line -> is(line, "call_failed 503 no_token tokenless"),
              line -> is(line, "call_failed 504 upstream_silent silent"),
              line -> is(line, "call_refused 400 framing -"));
      assertThat(lines(13)).noneSatisfy(line -> assertThat(line).contains(token));
    } finally {
      odd.stop(0);
    }
  }

  private void refuseInEveryWay(int port, String token) throws IOException {
    assertThat(get(port, "/api/orders/1")).isEqualTo(401);
    assertThat(get(port, "/api/orders/1", "Authorization", "Bearer not-a-token")).isEqualTo(401);
    assertThat(get(port, "/api/orders/1", "Authorization", "Bearer a b")).isEqualTo(400);
    assertThat(get(port, "/api/invoices", "Authorization", "Bearer " + token)).isEqualTo(403);
    assertThat(get(port, "/nowhere")).isEqualTo(404);
    assertThat(get(port, "/api/a%2fb")).isEqualTo(400);
    assertThat(post(port, "/dead")).isEqualTo(405);
    assertThat(post(port, "/api/small")).isEqualTo(413);
    assertThat(get(port, "/dead")).isEqualTo(502);
    assertThat(get(port, "/limited")).as("the upstream's own").isEqualTo(429);
    assertThat(get(port, "/limited")).as("ours, for it asked for an hour").isEqualTo(429);
    assertThat(get(port, "/tokenless")).isEqualTo(503);
    assertThat(get(port, "/silent")).isEqualTo(504);
    assertThat(raw(port, "no request\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  /** Event, status, reason and route, each a word. */
  private static void is(String line, String expected) {
    String[] words = expected.split(" ", 4);
    String route = words[3].equals("-") ? "null" : "\"" + words[3] + "\"";
    assertThat(line)
        .startsWith("{\"event\":\"" + words[0] + "\",\"ip\":\"127.0.0.1\",")
        .contains("\"reason\":\"" + words[2] + "\",\"status\":" + words[1] + ",\"call\":")
        .contains("\"route\":" + route + ",");
  }

  /** G7: the right address behind none, one and two trusted proxies, and none that others claim. */
  @Test
  void placesWhoeverCalledBehindTrustedProxiesAndNobodyBehindOthers() throws Exception {
    HttpServer odd = oddUpstream();
    String proxies = "[127.0.0.0/8, 198.51.100.0/24]";
    try (ServeScene scene = placed(proxies, odd);
        Daemon daemon = scene.daemon()) {
      int port = daemon.listens().getPort();
      claim(port, "81.2.69.142");
      claim(port, "89.160.20.112, 198.51.100.7");
      claim(port, "81.2.69.142, 203.0.113.9");
      claim(port, "216.160.83.56, unknown");

      assertThat(lines(4))
          .satisfiesExactly(
              line -> comesFrom(line, "81.2.69.142", "\"GB\"", "\"London\""),
              line -> comesFrom(line, "89.160.20.112", "\"SE\"", "\"Link\\u00F6ping\""),
              line -> comesFrom(line, "203.0.113.9", "null", "null"),
              line -> comesFrom(line, "127.0.0.1", "null", "null"));

      scene.write(config(scene, "[]", odd).replace(MISSING, database()));
      daemon.reload();
      claim(port, "81.2.69.142");
      assertThat(lines(5).getLast()).satisfies(l -> comesFrom(l, "127.0.0.1", "null", "null"));
    } finally {
      odd.stop(0);
    }
  }

  private static void comesFrom(String line, String ip, String country, String city) {
    assertThat(line)
        .contains(
            "\"ip\":\"" + ip + "\",\"country\":" + country + ",\"city\":" + city + ",\"error\":");
  }

  private void claim(int port, String forwarded) {
    assertThat(get(port, "/nowhere", "X-Forwarded-For", forwarded)).isEqualTo(404);
  }

  /** D6: whatever lies in the place of the database, callers notice nothing. */
  @Test
  void changesNothingForCallersWhateverTheDatabaseIs() throws Exception {
    HttpServer odd = oddUpstream();
    try (ServeScene scene = scene("[127.0.0.0/8]", odd);
        Daemon daemon = scene.daemon()) {
      int port = daemon.listens().getPort();
      int told = 0;
      for (Path each : badFiles()) {
        scene.write(config(scene, "[127.0.0.0/8]", odd).replace(MISSING, each.toString()));
        daemon.reload();
        claim(port, "81.2.69.142");
        assertThat(get(port, "/api/open/1")).as(each.toString()).isEqualTo(200);
        assertThat(lines(++told).getLast()).contains("\"ip\":\"81.2.69.142\"");
      }
      assertThat(told).isEqualTo(21);
      try (Caller operator = Caller.at(daemon.administers())) {
        assertThat(operator.get("/metrics").body())
            .contains("keybearer_places_ready 0.0")
            .contains("keybearer_security_events_shed_total 0.0");
      }
    } finally {
      odd.stop(0);
    }
  }

  private static List<Path> badFiles() throws IOException {
    try (var files = Files.list(corpus().resolve("bad-data"))) {
      return files.sorted().toList();
    }
  }

  private ServeScene scene(String proxies, HttpServer odd) throws IOException {
    ServeScene scene = new ServeScene(folder);
    return scene.write(config(scene, proxies, odd));
  }

  private ServeScene placed(String proxies, HttpServer odd) throws IOException {
    String database = database();
    ServeScene scene = scene(proxies, odd);
    return scene.write(config(scene, proxies, odd).replace(MISSING, database));
  }

  private static String config(ServeScene scene, String proxies, HttpServer odd)
      throws IOException {
    int dead;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = socket.getLocalPort();
    }
    String routes =
        ROUTES
            .replace("{dead}", Integer.toString(dead))
            .replace("{odd}", Integer.toString(odd.getAddress().getPort()));
    return scene
            .config()
            .replace("gateway:\n", STRANGER)
            .replace("  limits: { idle", "  trusted-proxies: " + proxies + "\n  limits: { idle")
            .replace("admin:", routes + "admin:")
            .replace("entries.jsonl }", "entries.jsonl, security: ./security.jsonl }")
        + "geo: { database: "
        + MISSING
        + " }\n";
  }

  private static String database() {
    return corpus().resolve("test-data/GeoLite2-City-Test.mmdb").toString();
  }

  private static Path corpus() {
    String set = System.getProperty("keybearer.corpora");
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    Path root = set == null ? module.resolve("../../shared/corpora").normalize() : Path.of(set);
    Path folder = root.resolve("maxmind");
    if (!Files.isDirectory(folder)) {
      Assumptions.abort("corpus maxmind not found (set -Dkeybearer.corpora=…)");
    }
    return folder;
  }

  /** Asks for patience at one path, and says nothing at another. */
  private static HttpServer oddUpstream() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/limited",
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "3600");
          exchange.sendResponseHeaders(429, -1);
          exchange.close();
        });
    server.createContext("/silent", exchange -> {});
    server.start();
    return server;
  }

  private List<String> lines(int count) {
    Path log = folder.resolve("security.jsonl");
    List<String> lines = new ArrayList<>();
    Eventually.holds(
        count + " events",
        () -> {
          lines.clear();
          lines.addAll(read(log));
          return lines.size() >= count;
        });
    assertThat(lines).hasSize(count);
    return lines;
  }

  private static List<String> read(Path log) {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int get(int port, String path, String... fields) {
    HttpRequest.Builder request = to(port, path).GET();
    return send(fields.length == 0 ? request : request.headers(fields));
  }

  private int post(int port, String path) {
    return send(to(port, path).POST(BodyPublishers.ofString("more than it takes")));
  }

  private static HttpRequest.Builder to(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private int send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
