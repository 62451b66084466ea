package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.record.Json;
import dev.keybearer.gateway.record.JsonLine;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An event on its way to others. Immutable.
 *
 * <pre>
 *   {"type":"token.renewed","timestamp":"2026-03-01T12:00:00Z","data":{…}}
 * </pre>
 *
 * @param id the same however often it is sent
 * @param body ASCII
 */
public record Signal(String id, EventType type, String body) {
  /** Octets of a body (W4); what would be longer goes without its data. */
  static final int LONGEST = 20_000;

  private static final int ID_OCTETS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A signal about something that happened. */
  static Signal of(EventType type, Instant at, JsonLine data) {
    byte[] body = body(type, at, data);
    if (body.length > LONGEST) {
      body = body(type, at, json -> json.fact("left_out", true));
    }
    byte[] id = new byte[ID_OCTETS];
    RANDOM.nextBytes(id);
    return new Signal(
        "msg_" + HexFormat.of().formatHex(id), type, new String(body, StandardCharsets.US_ASCII));
  }

  private static byte[] body(EventType type, Instant at, JsonLine data) {
    return Json.object(
        json -> {
          json.text("type", type.text());
          json.moment("timestamp", at);
          json.object("data", data);
        });
  }

  /** The body as it is sent. */
  byte[] octets() {
    return body.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "Signal[" + id + ", " + type.text() + "]";
  }
}
