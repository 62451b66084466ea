package dev.keybearer.token.keycloak;

import dev.keybearer.token.http.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person and a resource server do at Keycloak, over plain HTTP. */
final class Browser {
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

  private final String issuer;

  Browser(String issuer) {
    this.issuer = issuer;
  }

  /** Fills in the login page; the address to which the browser is sent back. */
  URI logIn(URI address, String user, String password) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<String> page =
        client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) {
      throw new IOException("the login page has no form");
    }
    URI action = URI.create(form.group(1).replace("&amp;", "&"));
    HttpRequest filled =
        HttpRequest.newBuilder(
                post(action, Map.of("username", user, "password", password)), (name, value) -> true)
            .header("Cookie", cookies(page))
            .build();
    HttpResponse<String> answer = client.send(filled, BodyHandlers.ofString());
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  /** By hand: the platform's cookie store keeps cookies marked secure from this machine's http. */
  private static String cookies(HttpResponse<String> page) {
    return page.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .collect(Collectors.joining("; "));
  }

  /** Whether Keycloak calls a token active when the client svc asks. */
  boolean isActive(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                post(endpoint("token/introspect"), Map.of("token", token)), (name, value) -> true)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString("svc:s3cret".getBytes(StandardCharsets.US_ASCII)))
            .build();
    byte[] body = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
    return Boolean.TRUE.equals(JsonObject.parse(body).bool("active"));
  }

  /** Uses a refresh token of the public client; the status of the answer. */
  int refresh(String refreshToken) throws IOException, InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "refresh_token");
    fields.put("client_id", "app");
    fields.put("refresh_token", refreshToken);
    return HttpClient.newHttpClient()
        .send(post(endpoint("token"), fields), BodyHandlers.discarding())
        .statusCode();
  }

  private URI endpoint(String name) {
    return URI.create(issuer + "/protocol/openid-connect/" + name);
  }

  private static HttpRequest post(URI to, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(to)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
