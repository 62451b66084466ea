package dev.keybearer.token.keycloak;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Ada with a browser: pages, forms, redirects and cookies by hand. */
final class Person {
  private static final Pattern FORM = Pattern.compile("(?s)<form.*?</form>");
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  private final Wire wire = new Wire();
  private final Map<String, String> cookies = new HashMap<>();

  /** Opens the address, logs in, and says where the browser is sent outside of the issuer. */
  URI logIn(URI address) {
    return submit(open(address), credentials()).at();
  }

  /** Opens the address, logs in, and answers the question that comes then. */
  String decideAboutDevice(URI address, String button) {
    Page question = submit(open(address), credentials());
    return submit(question, Map.of(button, "")).body();
  }

  private static Map<String, String> credentials() {
    return Map.of("username", "ada", "password", "ada-password");
  }

  private Page open(URI address) {
    return follow(address, HttpRequest.newBuilder(address));
  }

  private Page submit(Page page, Map<String, String> entered) {
    String form = found(FORM, page.body(), 0);
    Map<String, String> fields = new LinkedHashMap<>(entered);
    Matcher hidden = HIDDEN.matcher(form);
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
    URI action = page.at().resolve(found(ACTION, form, 1).replace("&amp;", "&"));
    return follow(action, Wire.form(action, fields));
  }

  /** Goes on for as long as the issuer sends the browser to itself. */
  private Page follow(URI at, HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer = wire.send(request);
    answer.headers().allValues("Set-Cookie").forEach(this::keep);
    if (answer.statusCode() / 100 != 3) {
      return new Page(at, answer.body());
    }
    URI next = at.resolve(answer.headers().firstValue("Location").orElseThrow());
    return next.getAuthority().equals(at.getAuthority())
        ? follow(next, HttpRequest.newBuilder(next))
        : new Page(next, "");
  }

  /** The attributes do not matter here: there is one issuer and it is on this machine. */
  private void keep(String line) {
    String pair = line.split(";", 2)[0];
    int equals = pair.indexOf('=');
    cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private static String found(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("the page has no " + pattern + ": " + text);
    }
    return matcher.group(group);
  }

  /** What the browser shows; empty outside of the issuer, where nobody listens. */
  private record Page(URI at, String body) {}
}
