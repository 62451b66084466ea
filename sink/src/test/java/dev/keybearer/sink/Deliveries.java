package dev.keybearer.sink;

import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deliveries to try sinks with. */
public final class Deliveries {
  public static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private Deliveries() {}

  /** A message that the provider gave a name and a cursor. */
  public static Message message(int number) {
    return message("eu", "m-" + number, Integer.toString(number), "{\"n\":" + number + "}");
  }

  /** A message with a key of its own, named or not. */
  public static Message message(
      String topic, @Nullable String id, @Nullable String cursor, String body) {
    return new Message(
        "orders",
        topic,
        id,
        cursor,
        body,
        id == null ? "digest-" + body.hashCode() : id,
        AT,
        Message.Origin.LIVE);
  }

  /** A gap of two topics. */
  public static Gap gap() {
    return new Gap(
        "orders",
        List.of("eu", "us"),
        AT,
        AT.plusSeconds(3),
        Gap.Cause.BREAK_BEFORE_MAKE,
        true,
        false);
  }
}
