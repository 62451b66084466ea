package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request; its text form shows neither query, headers nor body.
 *
 * @param method the HTTP method in capitals
 * @param uri where to, with scheme http or https and without user information
 * @param headers what to send besides the body, by name without regard to case
 * @param body what to send, or null for a request without a body; not copied
 * @param answerLimit how many bytes of answer are read at most
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
public record Ask(
    String method, URI uri, Map<String, String> headers, byte @Nullable [] body, int answerLimit) {
  /** A token answer is a few KiB even with large JWTs in it. */
  public static final int ANSWER_LIMIT = 64 * 1024;

  public Ask {
    if (!method.matches("[A-Z]{1,16}")) {
      throw new IllegalArgumentException("not an HTTP method: use capitals, such as POST");
    }
    headers.forEach(Ask::check);
    check(uri);
    if (answerLimit < 0) {
      throw new IllegalArgumentException("answerLimit is " + answerLimit + ": use 0 or more");
    }
    headers = Collections.unmodifiableMap(caseless(headers));
  }

  /** A request without headers and body. */
  public static Ask of(String method, URI uri) {
    return new Ask(method, uri, Map.of(), null, ANSWER_LIMIT);
  }

  /** Asks for a JSON document. */
  public static Ask get(URI uri) {
    return of("GET", uri).withHeader("Accept", "application/json");
  }

  /** Posts fields as an HTML form does, in the order of the map. */
  public static Ask form(URI uri, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return post(uri, "application/x-www-form-urlencoded", body.getBytes(UTF_8));
  }

  /** Posts a JSON document. */
  public static Ask json(URI uri, byte[] document) {
    return post(uri, "application/json", document);
  }

  private static Ask post(URI uri, String type, byte[] body) {
    Map<String, String> headers = Map.of("Accept", "application/json", "Content-Type", type);
    return new Ask("POST", uri, headers, body, ANSWER_LIMIT);
  }

  /** The same request with one header added or replaced. */
  public Ask withHeader(String name, String value) {
    TreeMap<String, String> more = caseless(headers);
    more.put(name, value);
    return new Ask(method, uri, more, body, answerLimit);
  }

  /** The same request with another bound on the answer. */
  public Ask withAnswerLimit(int bytes) {
    return new Ask(method, uri, headers, body, bytes);
  }

  /** Where it goes, without the query: scheme, host, port if any, and path. */
  public String place() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  /** Method and place; never the query, headers or body. */
  @Override
  public String toString() {
    return method + " " + place();
  }

  private static void check(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("not an http or https address: " + scheme + ":…");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("address needs a host and must not carry a user: …");
    }
  }

  /** The client's own check would print the value, which may be a secret. */
  private static void check(String name, String value) {
    if (!name.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("not the name of a header");
    }
    if (!value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
      throw new IllegalArgumentException("header " + name + " has characters outside ASCII text");
    }
  }

  private static TreeMap<String, String> caseless(Map<String, String> headers) {
    TreeMap<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    caseless.putAll(headers);
    return caseless;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
