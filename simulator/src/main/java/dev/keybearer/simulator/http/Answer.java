package dev.keybearer.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One response and the way it is delivered; immutable. */
public final class Answer {
  private final int status;
  private final List<Map.Entry<String, String>> fields;
  private final byte[] body;
  private final Delivery delivery;

  private Answer(
      int status, List<Map.Entry<String, String>> fields, byte[] body, Delivery delivery) {
    this.status = status;
    this.fields = fields;
    this.body = body;
    this.delivery = delivery;
  }

  /** An answer without a body. */
  public static Answer of(int status) {
    return new Answer(status, List.of(), new byte[0], Delivery.PLAIN);
  }

  /** An answer with a body of text. */
  public static Answer of(int status, String mediaType, String text) {
    return of(status)
        .with("Content-Type", mediaType)
        .withBody(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with another status. */
  public Answer withStatus(int other) {
    return new Answer(other, fields, body, delivery);
  }

  /** The same with a header field, in place of any of the same name. */
  public Answer with(String name, String value) {
    List<Map.Entry<String, String>> changed = new ArrayList<>(fields.size() + 1);
    for (Map.Entry<String, String> field : fields) {
      if (!field.getKey().equalsIgnoreCase(name)) {
        changed.add(field);
      }
    }
    changed.add(Map.entry(name, value));
    return new Answer(status, changed, body, delivery);
  }

  /** The same with another body. */
  public Answer withBody(byte[] bytes) {
    return new Answer(status, fields, bytes, delivery);
  }

  /** The same, delivered in another way. */
  public Answer delivered(Delivery way) {
    return new Answer(status, fields, body, way);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The value of a header field, or null when it is not set. */
  public @Nullable String field(String name) {
    for (Map.Entry<String, String> field : fields) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return null;
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** How it reaches the client. */
  public Delivery delivery() {
    return delivery;
  }

  List<Map.Entry<String, String>> fields() {
    return fields;
  }

  byte[] body() {
    return body;
  }
}
