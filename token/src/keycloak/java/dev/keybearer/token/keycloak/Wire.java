package dev.keybearer.token.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain HTTP, sharing nothing with what is tested; follows no redirect. */
public final class Wire {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** The status of a GET, or 0 when nobody answers. */
  int status(URI at) {
    try {
      HttpRequest get = HttpRequest.newBuilder(at).timeout(LIMIT).build();
      return http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The answer to a form of the client {@code svc}, which may ask about its tokens. */
  HttpResponse<String> ask(URI at, Map<String, String> fields) {
    String basic = Base64.getEncoder().encodeToString("svc:s3cret".getBytes(UTF_8));
    return send(form(at, fields).header("Authorization", "Basic " + basic));
  }

  /** A form, to be sent. */
  public static HttpRequest.Builder form(URI at, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(at)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** The answer, whatever its status. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("nobody answered", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** What an answer says. */
  public static JsonObject json(String text) {
    try {
      return JsonObject.parse(text.getBytes(UTF_8));
    } catch (NotJson e) {
      throw new AssertionError("the answer is no JSON", e);
    }
  }
}
