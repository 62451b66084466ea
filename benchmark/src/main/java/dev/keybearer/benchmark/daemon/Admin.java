package dev.keybearer.benchmark.daemon;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** The admin port of a daemon on this machine. */
final class Admin {
  /** How it answers when it did what it was asked. */
  static final int OK = 200;

  private Admin() {}

  /** What it says there. */
  static String get(int port, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request(port, path).build(), BodyHandlers.ofString()).body();
    }
  }

  /** How it answers to some JSON. */
  static int post(int port, String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        request(port, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }
}
