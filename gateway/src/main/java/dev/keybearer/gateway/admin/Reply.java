package dev.keybearer.gateway.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What goes back. Its text form hides the body, which may be a token. */
final class Reply {
  private static final String JSON = "application/json";

  /** The text format of Prometheus. */
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  /** Go out with every answer (M4). There is no CORS: no page of another origin reads anything. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Cache-Control", "no-store",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private final int status;
  private final String type;
  private final byte[] body;
  private final Map<String, String> fields;

  private Reply(int status, String type, byte[] body, Map<String, String> fields) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.fields = fields;
  }

  static Reply json(int status, Map<String, ?> members) {
    return new Reply(status, JSON, JsonText.of(members), Map.of());
  }

  static Reply json(String text) {
    return new Reply(200, JSON, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply metrics(String text) {
    return new Reply(200, METRICS, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** The same with fields. */
  Reply with(Map<String, String> more) {
    return new Reply(status, type, body, more);
  }

  void send(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    ALWAYS.forEach(headers::set);
    fields.forEach(headers::set);
    headers.set("Content-Type", type);
    String method = exchange.getRequestMethod();
    boolean head = method.equals("HEAD");
    if (status >= 400 && !head && !method.equals("GET")) {
      headers.set("Connection", "close"); // its body may not have been read
    }
    if (head) {
      headers.set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * The whole of it as octets, after which the connection ends.
   *
   * @param method of the request
   */
  byte[] octets(String method) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
    ALWAYS.forEach((name, value) -> line(head, name, value));
    fields.forEach((name, value) -> line(head, name, value));
    line(head, "Content-Type", type);
    line(head, "Content-Length", Integer.toString(body.length));
    line(head, "Connection", "close");
    byte[] lines = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    if (method.equals("HEAD")) {
      return lines;
    }
    byte[] whole = Arrays.copyOf(lines, lines.length + body.length);
    System.arraycopy(body, 0, whole, lines.length, body.length);
    return whole;
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length + " bytes]";
  }
}
