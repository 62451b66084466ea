package dev.keybearer.token.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.http.FakeServer;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** A token endpoint that answers every request with the bytes a test gives it. */
final class Desk implements AutoCloseable {
  /** Where our own clock stands; the server's own is in its answers. */
  static final Instant WALL = Instant.parse("2026-11-20T10:00:00Z");

  private final FakeTime time = new FakeTime(WALL);
  private final JdkExchange exchange = JdkExchange.of(null, null, time::nanos);
  private final FakeServer server;
  private volatile byte[] answer = new byte[0];

  private Desk() throws IOException {
    server =
        FakeServer.doing(
            (here, socket) -> {
              while (here.readRequest(socket) && answer.length > 0) {
                socket.getOutputStream().write(answer);
              }
            });
  }

  static Desk open() {
    try {
      return new Desk();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a body with status 200 means. */
  Reply granted(String body) {
    return ask(200, "Content-Type: application/json\r\n", body);
  }

  /** What an answer means; each header ends its line. */
  Reply ask(int status, String headers, String body) {
    return ask(status, headers, body, Habits.STANDARD);
  }

  /** What an answer means to somebody who knows the issuer's habits. */
  Reply ask(int status, String headers, String body, Habits habits) {
    byte[] bytes = body.getBytes(UTF_8);
    String length = status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n";
    raw("HTTP/1.1 " + status + " Whatever\r\n" + headers + length + "\r\n", bytes);
    return ask(habits);
  }

  /** What the bytes mean; none end the connection after the request. */
  Reply askRaw(String bytes) {
    raw(bytes, new byte[0]);
    return ask(Habits.STANDARD);
  }

  int requests() {
    return server.requestCount();
  }

  /** From here on nobody is there. */
  @Override
  public void close() throws IOException {
    server.close();
  }

  private void raw(String head, byte[] body) {
    byte[] first = head.getBytes(UTF_8);
    byte[] whole = new byte[first.length + body.length];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(body, 0, whole, first.length, body.length);
    answer = whole;
  }

  private Reply ask(Habits habits) {
    URI address = server.uri("/token?tenant=canary-tenant");
    Issuer issuer = Issuer.oauth2(Endpoints.of(address)).withHabits(habits);
    Credential.Client client =
        new Credential.Client(
            "svc", new ClientAuthentication.Post(() -> Secret.of("canary-secret")));
    Credential credential = Credential.of("svc", issuer, new Grant.ClientCredentials(), client);
    return new TokenEndpoint(issuer, exchange, time)
        .ask(
            credential,
            Secret.of("canary-secret"),
            Map.of("grant_type", "refresh_token", "refresh_token", "canary-refresh"));
  }
}
