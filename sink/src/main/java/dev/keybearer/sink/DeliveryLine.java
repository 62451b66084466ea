package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.io.StringWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A delivery as one line of JSON. A body that is JSON stands in it as it came; any other is a text.
 *
 * <pre>
 *   {"stream":"orders","topic":"eu","id":"m-17","cursor":"17","key":"m-17","at":"2026-03-01T12:00:00Z",
 *    "origin":"live","possiblyDuplicate":false,"body":{…}}
 *   {"gap":{"stream":"orders","topics":["eu"],"from":"2026-…","to":"2026-…","cause":"dropped",
 *    "overlapTried":false,"backfilled":false}}
 * </pre>
 */
public final class DeliveryLine {
  private static final JsonFactory JSON = new JsonFactory();

  private DeliveryLine() {}

  /** The line of a delivery, without its end. */
  public static String of(Delivery delivery) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      switch (delivery) {
        case Message message -> write(json, message);
        case Gap gap -> write(json, gap);
      }
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, Message message) {
    json.writeStringProperty("stream", message.stream());
    json.writeStringProperty("topic", message.topic());
    text(json, "id", message.id());
    text(json, "cursor", message.cursor());
    json.writeStringProperty("key", message.key());
    json.writeStringProperty("at", message.receivedAt().toString());
    json.writeStringProperty("origin", word(message.origin()));
    json.writeBooleanProperty("possiblyDuplicate", message.possiblyDuplicate());
    json.writeName("body");
    if (isJson(message.body())) {
      // Between the values of JSON, and nowhere else in it, the ends of lines are blanks.
      json.writeRawValue(message.body().replace('\n', ' ').replace('\r', ' '));
    } else {
      json.writeString(message.body());
    }
  }

  private static void write(JsonGenerator json, Gap gap) {
    json.writeObjectPropertyStart("gap");
    json.writeStringProperty("stream", gap.stream());
    json.writeArrayPropertyStart("topics");
    gap.topics().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("from", gap.from().toString());
    json.writeStringProperty("to", gap.to().toString());
    json.writeStringProperty("cause", word(gap.cause()));
    json.writeBooleanProperty("overlapTried", gap.overlapTried());
    json.writeBooleanProperty("backfilled", gap.backfilled());
    json.writeEndObject();
  }

  /** Whether a text is exactly one JSON value. */
  static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String text) {
    if (text == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, text);
    }
  }

  /** A constant as it stands in a line. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
