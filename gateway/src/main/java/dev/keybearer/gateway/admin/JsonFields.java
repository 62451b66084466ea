package dev.keybearer.gateway.admin;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The members of one flat JSON object, strictly read: valid UTF-8 without a byte order mark, no
 * name that is unknown or stands there twice, no null, nothing inside one another, nothing behind.
 */
final class JsonFields {
  /** Enough for a time to the nanosecond. */
  private static final int DIGITS = 24;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2) // so that what is nested is named, and goes no further
                  .maxNumberLength(DIGITS)
                  .build())
          .build();

  private final Map<String, Object> members;

  private JsonFields(Map<String, Object> members) {
    this.members = members;
  }

  /** Reads a body that may have members of these names. */
  static JsonFields parse(byte[] body, Set<String> known) throws BadRequest {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text(body))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequest("one JSON object is expected");
      }
      JsonFields fields = members(parser, known);
      if (parser.nextToken() != null) {
        throw new BadRequest("one JSON object is expected, and nothing behind it");
      }
      return fields;
    } catch (JacksonException malformed) {
      throw malformed();
    }
  }

  /** Refuses anything but no body at all or an object without members. */
  static void requireNone(byte[] body) throws BadRequest {
    if (body.length > 0 && !parse(body, Set.of()).members.isEmpty()) {
      throw new BadRequest("no body is expected");
    }
  }

  Set<String> names() {
    return members.keySet();
  }

  /** The member of that name, a string; null when there is none. */
  @Nullable String text(String name) throws BadRequest {
    Object value = members.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new BadRequest(name + ": a string is expected");
  }

  /** Whether the member of that name is true; false when there is none. */
  boolean isTrue(String name) throws BadRequest {
    Object value = members.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new BadRequest(name + ": true or false is expected");
  }

  /** The member of that name: String, BigDecimal or Boolean; null when there is none. */
  @Nullable Object value(String name) {
    return members.get(name);
  }

  private static JsonFields members(JsonParser parser, Set<String> known) throws BadRequest {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (!known.contains(name)) {
        throw new BadRequest(
            known.isEmpty()
                ? "no body is expected"
                : "a name is unknown: the known ones are " + String.join(", ", sorted(known)));
      }
      if (members.put(name, value(name, parser)) != null) {
        throw new BadRequest(name + " stands there twice");
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw malformed();
    }
    return new JsonFields(members);
  }

  private static Object value(String name, JsonParser parser) throws BadRequest {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw malformed();
    }
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(name, parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new BadRequest(name + ": a plain value is expected");
    };
  }

  /** An exponent makes a short text a number that takes long to write out. */
  private static BigDecimal number(String name, String literal) throws BadRequest {
    if (literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0) {
      throw new BadRequest(name + ": a number without exponent is expected");
    }
    return new BigDecimal(literal);
  }

  /** The JSON parser repairs some malformed UTF-8 and guesses other encodings; this does not. */
  private static String text(byte[] body) throws BadRequest {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException invalid) {
      throw new BadRequest("JSON in UTF-8 is expected");
    }
  }

  private static Set<String> sorted(Set<String> names) {
    return new TreeSet<>(names);
  }

  private static BadRequest malformed() {
    return new BadRequest("one JSON object is expected; this is none, or exceeds a bound");
  }
}
