package dev.keybearer.stream.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object, read once: the text of its scalars by their dotted path, and the raw text of the
 * parts that were asked for. Members of arrays are not looked at.
 */
public final class Frame {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(16 * 1024 * 1024)
                  .build())
          .build();

  /** Frame types nest no deeper than this; what lies below is body. */
  private static final int DEEPEST = 4;

  private final Map<String, String> values = new HashMap<>();

  private Frame() {}

  /**
   * Reads a frame; null when it is no JSON object.
   *
   * @param whole paths whose value is kept as the text it is
   */
  public static @Nullable Frame read(String text, Set<String> whole) {
    Frame frame = new Frame();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      frame.object(parser, "", new Span(text, whole));
      return parser.nextToken() == null ? frame : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The value at a dotted path, null when there is none. */
  public @Nullable String at(String path) {
    return values.get(path);
  }

  /** The value at a dotted path, or else the other. */
  public String at(String path, String otherwise) {
    return values.getOrDefault(path, otherwise);
  }

  private void object(JsonParser parser, String path, Span span) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      value(parser, path.isEmpty() ? name : path + "." + name, span);
    }
  }

  private void value(JsonParser parser, String path, Span span) {
    JsonToken token = parser.nextToken();
    long start = parser.currentTokenLocation().getCharOffset();
    if (token == JsonToken.START_OBJECT && depth(path) < DEEPEST && !span.whole.contains(path)) {
      object(parser, path, span);
    } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      parser.skipChildren();
    }
    if (span.whole.contains(path)) {
      keep(parser, path, span.text.substring((int) start, end(parser, token)));
    } else if (token.isScalarValue()) {
      keep(parser, path, parser.getString());
    }
  }

  private void keep(JsonParser parser, String path, String value) {
    if (values.putIfAbsent(path, value) != null) {
      throw new tools.jackson.core.exc.StreamReadException(parser, "a name that comes twice");
    }
  }

  private static int end(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      parser.getString(); // reads to its end, which the location then is at
    }
    return (int) parser.currentLocation().getCharOffset();
  }

  private static int depth(String path) {
    return (int) path.chars().filter(c -> c == '.').count() + 1;
  }

  private record Span(String text, Set<String> whole) {}
}
