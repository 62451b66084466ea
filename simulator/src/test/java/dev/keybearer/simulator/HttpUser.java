package dev.keybearer.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/** A client of the simulated hosts that knows nothing of how they work. */
final class HttpUser {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;

  HttpUser() {
    this.http = HttpClient.newBuilder().build();
  }

  HttpUser(SSLContext tls) {
    this.http = HttpClient.newBuilder().sslContext(tls).build();
  }

  /** Posts form parameters given as name, value, name, value … */
  Reply form(URI to, String... parameters) throws IOException, InterruptedException {
    return send("POST", to, encode(parameters), "Content-Type", FORM);
  }

  Reply formWithBasic(URI to, String credentials, String... parameters)
      throws IOException, InterruptedException {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return send("POST", to, encode(parameters), "Content-Type", FORM, "Authorization", basic);
  }

  /** Asks for a token by client credentials. */
  Reply mint(URI at, String credentials) throws IOException, InterruptedException {
    return formWithBasic(at, credentials, "grant_type", "client_credentials");
  }

  Reply json(String method, URI to, String body, String... headers)
      throws IOException, InterruptedException {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return send(method, to, body, all);
  }

  Reply get(URI to, String... headers) throws IOException, InterruptedException {
    return send("GET", to, "", headers);
  }

  Reply getWithToken(URI to, String token) throws IOException, InterruptedException {
    return get(to, "Authorization", "Bearer " + token);
  }

  Reply send(String method, URI to, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(to).timeout(PATIENCE);
    request.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body(), response.headers());
  }

  static String encode(String... parameters) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(parameters[i]).append('=');
      form.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  private static final String FORM = "application/x-www-form-urlencoded";

  record Reply(int status, String body, HttpHeaders headers) {
    JsonNode json() {
      return Json.parse(body);
    }

    String text(String member) {
      return json().path(member).asString("");
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }
}
