package dev.keybearer.cli.serve;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks, which takes what the reference library verifies and nothing else. */
final class Receiver implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
  static final String NEXT = "whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

  final List<String> bodies = new CopyOnWriteArrayList<>();
  final List<String> forged = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final HttpServer server;
  private volatile String secret = SECRET;
  private volatile boolean hangs;
  private volatile int status = 204;

  private Receiver() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  static Receiver open() throws IOException {
    return new Receiver();
  }

  /** From now on this secret counts. */
  Receiver expecting(String newSecret) {
    secret = newSecret;
    return this;
  }

  /** From now on this is answered, whatever comes. */
  Receiver answering(int newStatus) {
    status = newStatus;
    return this;
  }

  /** From now on nothing is answered. */
  Receiver hanging() {
    hangs = true;
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What a config says of it, with these events. */
  String signal(String secrets, String events) {
    return """
    signals:
      - { name: hook, url: "http://127.0.0.1:%d/hook", %s, events: %s, allow: { networks: [127.0.0.0/8], ports: [%d] } }
    """
        .formatted(port(), secrets, events, port());
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (hangs) {
        gate.await();
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      String text = new String(body, StandardCharsets.UTF_8);
      (isGenuine(exchange, text) ? bodies : forged).add(text);
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isGenuine(HttpExchange exchange, String body) {
    Map<String, List<String>> fields = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), values));
    try {
      new Webhook(secret).verify(body, fields);
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }

  /** Waits for a signal of a type, and is its body. */
  String await(String type) {
    String start = "{\"type\":\"" + type + "\"";
    Eventually.holds(
        "a signal about " + type, () -> bodies.stream().anyMatch(each -> each.startsWith(start)));
    return bodies.stream().filter(each -> each.startsWith(start)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
