package dev.keybearer.stream.merge;

import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One text for all spellings of a JSON value: no blanks, members in order of their names. */
final class Canonical {
  private static final JsonFactory JSON = new JsonFactory();

  private Canonical() {}

  /** The one spelling; a text that is no JSON is its own. */
  static String of(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      StringBuilder out = new StringBuilder(text.length());
      write(parser, out);
      return parser.nextToken() == null ? out.toString() : text;
    } catch (JacksonException | NullPointerException e) {
      return text;
    }
  }

  private static void write(JsonParser parser, StringBuilder out) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(parser, out);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      array(parser, out);
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      out.append('"').append(parser.getString()).append('"');
    } else {
      out.append(parser.getString());
    }
  }

  private static void object(JsonParser parser, StringBuilder out) {
    TreeMap<String, String> members = new TreeMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      StringBuilder value = new StringBuilder();
      write(parser, value);
      members.put(name, value.toString());
    }
    out.append('{');
    members.forEach(
        (name, value) -> out.append('"').append(name).append("\":").append(value).append(','));
    out.append('}');
  }

  private static void array(JsonParser parser, StringBuilder out) {
    out.append('[');
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      write(parser, out);
      out.append(',');
    }
    out.append(']');
  }
}
