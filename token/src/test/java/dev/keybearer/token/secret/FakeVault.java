package dev.keybearer.token.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.token.http.FakeServer;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NotJson;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Vault of one key-value engine, version 2, at {@code secret}, with tokens and one AppRole, in
 * the shapes and codes of the real HTTP API, on a clock that the test moves.
 */
final class FakeVault implements AutoCloseable {
  /** A policy lets tokens read below this path; all else of the engine is closed to them. */
  private static final String OPEN = "/v1/secret/data/open/";

  final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.HOURS.toNanos(1));
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> heads = new CopyOnWriteArrayList<>();

  /** Answers to give in the place of the usual ones, by method and path: status and body. */
  final Map<String, String> disturbed = new ConcurrentHashMap<>();

  volatile String secretId = "secret-id";
  volatile long ttl = 1200;
  volatile long maxTtl = 3000;

  private final Map<String, Lease> leases = new ConcurrentHashMap<>();
  private final Map<String, Map<String, ?>> entries = new ConcurrentHashMap<>();
  private final AtomicInteger serial = new AtomicInteger();
  private final FakeServer server;

  FakeVault() throws IOException {
    server = FakeServer.doing(this::serve);
  }

  URI uri() {
    return server.uri("");
  }

  /** Puts an entry; an empty one has been deleted. */
  void put(String path, Map<String, ?> fields) {
    entries.put("/v1/secret/data/" + path, fields);
  }

  /** Makes a token as an operator would. */
  String issue(boolean renewable) {
    String token = "hvs.CANARY" + serial.incrementAndGet();
    leases.put(token, new Lease(renewable, nanos.get(), nanos.get() + seconds(ttl)));
    return token;
  }

  void revokeAll() {
    leases.clear();
  }

  void advance(long seconds) {
    nanos.addAndGet(seconds(seconds));
  }

  /** How often something was asked for. */
  long count(String request) {
    return requests.stream().filter(request::equals).count();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(FakeServer raw, Socket socket) throws IOException {
    while (raw.readRequest(socket)) {
      String request = take(raw);
      String[] parts = request.split("\r\n\r\n", 2);
      String line = parts[0].lines().findFirst().orElseThrow().replace(" HTTP/1.1", "");
      requests.add(line);
      heads.add(parts[0]);
      String disturbance = disturbed.get(line);
      String answer = disturbance == null ? answer(line, parts[0], parts[1]) : disturbance;
      socket.getOutputStream().write(framed(answer));
    }
  }

  private String answer(String line, String head, String body) {
    if (line.equals("POST /v1/auth/approle/login")) {
      return login(body);
    }
    String token = header(head, "X-Vault-Token");
    Lease lease = leases.get(token);
    if (lease == null || nanos.get() - lease.ends >= 0) {
      return "403 {\"errors\":[\"permission denied\"]}";
    }
    return switch (line) {
      case "GET /v1/auth/token/lookup-self" -> lookup(lease);
      case "POST /v1/auth/token/renew-self" -> renew(token, lease);
      default -> entry(line.replace("GET ", ""));
    };
  }

  private String login(String body) {
    try {
      JsonObject asked = JsonObject.parse(body.getBytes(ISO_8859_1));
      if (!"role-id".equals(asked.text("role_id")) || !secretId.equals(asked.text("secret_id"))) {
        return "400 {\"errors\":[\"invalid role or secret ID\"]}";
      }
    } catch (NotJson malformed) {
      return "400 {\"errors\":[\"failed to parse JSON input\"]}";
    }
    return auth(issue(true), ttl, true);
  }

  private String renew(String token, Lease lease) {
    if (!lease.renewable) {
      return "400 {\"errors\":[\"lease is not renewable\"]}";
    }
    long age = nanos.get() - lease.since;
    long left = Math.min(seconds(ttl), seconds(maxTtl) - age);
    leases.put(token, new Lease(true, lease.since, nanos.get() + left));
    return auth(token, TimeUnit.NANOSECONDS.toSeconds(left), true);
  }

  private String lookup(Lease lease) {
    long left = TimeUnit.NANOSECONDS.toSeconds(lease.ends - nanos.get());
    Map<String, ?> data = Map.of("ttl", left, "renewable", lease.renewable, "policies", List.of());
    return "200 " + text(Map.of("data", data, "lease_id", "", "lease_duration", 0));
  }

  private String entry(String path) {
    Map<String, ?> fields = entries.get(path);
    if (!path.startsWith(OPEN)) {
      return "403 {\"errors\":[\"1 error occurred:\\n\\t* permission denied\\n\\n\"]}";
    }
    if (fields == null) {
      return "404 {\"errors\":[]}";
    }
    if (fields.isEmpty()) {
      return "404 {\"data\":{\"data\":null,\"metadata\":{\"deletion_time\":\"2026-01-01T00:00:00Z\","
                 + "\"destroyed\":false,\"version\":1}},\"warnings\":null}";
    }
    Map<String, ?> metadata = Map.of("deletion_time", "", "destroyed", false, "version", 2);
    return "200 " + text(Map.of("data", Map.of("data", fields, "metadata", metadata)));
  }

  private static String auth(String token, long seconds, boolean renewable) {
    Map<String, ?> auth =
        Map.of(
            "client_token", token,
            "token_policies", List.of("default"),
            "lease_duration", seconds,
            "renewable", renewable);
    return "200 " + text(Map.of("auth", auth, "lease_duration", 0, "renewable", false));
  }

  private static String take(FakeServer raw) throws IOException {
    try {
      return raw.takeRequest();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static byte[] framed(String answer) {
    String body = answer.substring(4);
    String head = "HTTP/1.1 " + answer.substring(0, 3) + " X\r\nLocation: /v1/elsewhere\r\n";
    return (head + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(ISO_8859_1);
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  private static String text(Map<String, ?> members) {
    return new String(JsonText.of(members), UTF_8);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private record Lease(boolean renewable, long since, long ends) {}
}
