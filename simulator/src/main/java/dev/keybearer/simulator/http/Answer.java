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
  private final @Nullable Upgrade upgrade;

  private Answer(
      int status,
      List<Map.Entry<String, String>> fields,
      byte[] body,
      Delivery delivery,
      @Nullable Upgrade upgrade) {
    this.status = status;
    this.fields = fields;
    this.body = body;
    this.delivery = delivery;
    this.upgrade = upgrade;
  }

  /** An answer without a body. */
  public static Answer of(int status) {
    return new Answer(status, List.of(), new byte[0], Delivery.PLAIN, null);
  }

  /** An answer behind which the connection speaks another protocol. */
  public static Answer switching(String protocol, Upgrade upgrade) {
    return new Answer(101, List.of(), new byte[0], Delivery.PLAIN, upgrade)
        .with("Upgrade", protocol)
        .with("Connection", "Upgrade");
  }

  /** An answer with a body of text. */
  public static Answer of(int status, String mediaType, String text) {
    return of(status)
        .with("Content-Type", mediaType)
        .withBody(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with another status. */
  public Answer withStatus(int other) {
    return new Answer(other, fields, body, delivery, upgrade);
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
    return new Answer(status, changed, body, delivery, upgrade);
  }

  /** The same with another body. */
  public Answer withBody(byte[] bytes) {
    return new Answer(status, fields, bytes, delivery, upgrade);
  }

  /** The same, delivered in another way. */
  public Answer delivered(Delivery way) {
    return new Answer(status, fields, body, way, upgrade);
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

  /** Whether the client gets to see it. */
  public boolean isSent() {
    return delivery.ending() == Delivery.Ending.KEPT || delivery.ending() == Delivery.Ending.CLOSED;
  }

  /** What the connection speaks behind it, or null when it stays with HTTP. */
  @Nullable Upgrade upgrade() {
    return upgrade;
  }

  List<Map.Entry<String, String>> fields() {
    return fields;
  }

  byte[] body() {
    return body;
  }
}
