package dev.keybearer.cli.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody who asks at a port of a daemon, with a token or a secret or without one. */
final class Caller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final @Nullable String bearer;

  private Caller(int port, @Nullable String bearer) {
    this.port = port;
    this.bearer = bearer;
  }

  static Caller at(InetSocketAddress address) {
    return new Caller(address.getPort(), null);
  }

  static Caller at(int port) {
    return new Caller(port, null);
  }

  /** The same, who shows this. */
  Caller with(String token) {
    return new Caller(port, token);
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)),
        path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) {
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    try {
      return client.send(
          request.uri(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
