package dev.keybearer.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Does by itself what a demonstration asks people to type, and says what came of it. */
final class Tour {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
  private static final String QUERY =
      "{\"interval\":\"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z\","
          + "\"paging\":{\"pageSize\":1,\"pageNumber\":1}}";

  private final DemoAddresses at;
  private final PrintWriter out;
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean asExpected = true;

  Tour(DemoAddresses at, PrintWriter out) {
    this.at = at;
    this.out = out;
  }

  /** Goes round once. */
  String first() throws IOException, InterruptedException {
    String token = callersToken();
    step("without a token", 401, get("/api/orders", null));
    step("with one", 200, get("/api/orders", token));
    step("a Genesys query", 200, query(token));
    step("without the scope", 403, get("/api/invoices", token));
    step("to no route", 404, get("/elsewhere", token));
    step("revoke the token", 200, revoke(token));
    step("with it, revoked", 401, get("/api/orders", token));
    return token;
  }

  /** Has the connection of the stream replaced, and counts what came through. */
  void stream(StreamWatch watch) throws IOException, InterruptedException {
    long before = watch.rotations();
    long until = System.nanoTime() + LIMIT.toNanos();
    do {
      Thread.sleep(PAUSE);
    } while (!watch.isFlawless() && System.nanoTime() < until);
    step("rotate the stream", 202, rotateStream());
    while (watch.rotations() == before && System.nanoTime() < until) {
      Thread.sleep(PAUSE);
    }
    boolean well = watch.rotations() > before && watch.isFlawless();
    asExpected &= well;
    out.printf("  %s %-20s %s%n", well ? "✓" : "✗", "over the rotation", watch.line());
    out.flush();
  }

  private HttpResponse<String> rotateStream() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at.adminUri() + "/admin/streams/events/rotate"))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Looks whether the gateway still knows, after it was stopped and started again. */
  void second(String token) throws IOException, InterruptedException {
    step("after a restart", 401, get("/api/orders", token));
    step("with a new token", 200, get("/api/orders", callersToken()));
  }

  /** Whether everything was as it should be. */
  boolean wentWell() {
    return asExpected;
  }

  private void step(String what, int expected, HttpResponse<String> answer) {
    boolean same = answer.statusCode() == expected;
    asExpected &= same;
    out.printf(
        "  %s %-20s %d  %s%n",
        same ? "✓" : "✗", what, answer.statusCode(), shortened(answer.body()));
    out.flush();
  }

  private static String shortened(String body) {
    String line = body.replaceAll("\\s+", " ");
    return line.length() > 100 ? line.substring(0, 99) + "…" : line;
  }

  private String callersToken() throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString("caller:caller-secret".getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at.tokenUri()))
            .timeout(LIMIT)
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    Matcher token = TOKEN.matcher(client.send(request, BodyHandlers.ofString()).body());
    if (!token.find()) {
      throw new IOException("the simulated issuer gave no token");
    }
    return token.group(1);
  }

  private HttpResponse<String> get(String path, @Nullable String token)
      throws IOException, InterruptedException {
    return send(path, token, HttpRequest.newBuilder().GET());
  }

  private HttpResponse<String> query(String token) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(QUERY));
    return send("/api/v2/analytics/conversations/details/query", token, request);
  }

  private HttpResponse<String> send(
      String path, @Nullable String token, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(
        request.uri(URI.create(at.gatewayUri() + path)).timeout(LIMIT).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> revoke(String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at.adminUri() + "/admin/revoke"))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
