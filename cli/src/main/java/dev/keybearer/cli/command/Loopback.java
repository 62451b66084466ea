package dev.keybearer.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens on this machine only, for the one request with which a browser comes back (RFC 8252). */
final class Loopback implements AutoCloseable {
  private static final byte[] PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>keybearer</title>
      <p>Keybearer has received the answer. You can close this page and go back to the terminal.</p>
      """
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final URI address;
  private final BlockingQueue<URI> callbacks = new ArrayBlockingQueue<>(1);

  private Loopback(HttpServer server, URI address) {
    this.server = server;
    this.address = address;
  }

  /** Listens where the redirect leads; port 0 takes a free one. */
  static Loopback open(URI redirect) throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    HttpServer server = HttpServer.create(new InetSocketAddress(here, redirect.getPort()), 0);
    String path = redirect.getPath();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    Loopback loopback = new Loopback(server, address);
    server.createContext(path, loopback::answer);
    server.start();
    return loopback;
  }

  /** The redirect as the issuer sees it. */
  URI address() {
    return address;
  }

  /** The address with which the browser came back, or null when it did not in time. */
  @Nullable URI await(Duration patience) throws InterruptedException {
    return callbacks.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")
          || !callbacks.offer(exchange.getRequestURI())) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, PAGE.length);
      exchange.getResponseBody().write(PAGE);
    }
  }
}
