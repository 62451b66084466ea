package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** One strict, bounded pass over the text of a JSON object. */
final class JsonReading {
  /** Objects and arrays in one another, the outermost counted; bounds the recursion below. */
  static final int DEPTH = 16;

  /** Members of one object. */
  static final int MEMBERS = 256;

  /** Digits of one number, exponent included: enough for any time or size, too few to be work. */
  static final int DIGITS = 32;

  /** Beyond this a power of ten is no quantity but an attack on whoever expands it. */
  static final int LARGEST_SCALE = 999;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(DIGITS + 1) // a sign, a point or an e may stand between
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final byte[] bytes;

  JsonReading(byte[] bytes) {
    this.bytes = bytes;
  }

  JsonObject object() throws NotJson {
    String text = decode();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw refusal("it does not start an object", parser);
        }
        JsonObject object = object(parser);
        if (parser.nextToken() != null) {
          throw refusal("something follows the object", parser);
        }
        return object;
      } catch (JacksonException malformed) {
        throw refusal("malformed or beyond a bound", parser);
      }
    }
  }

  /** The JSON parser repairs some malformed UTF-8 and guesses other encodings; this does not. */
  private String decode() throws NotJson {
    if (isAscii()) {
      return new String(bytes, ISO_8859_1); // a copy and nothing more; nearly all JSON is such
    }
    ByteBuffer source = ByteBuffer.wrap(bytes);
    try {
      return UTF_8.newDecoder().decode(source).toString();
    } catch (CharacterCodingException invalid) {
      throw new NotJson("invalid UTF-8", source.position());
    }
  }

  private boolean isAscii() {
    int all = 0;
    for (byte one : bytes) {
      all |= one;
    }
    return all >= 0;
  }

  private static JsonObject object(JsonParser parser) throws NotJson {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (members.size() == MEMBERS) {
        throw refusal("more than " + MEMBERS + " members", parser);
      }
      if (members.put(wellFormed(name, parser), value(parser, parser.nextToken())) != null) {
        throw refusal("a name stands there twice", parser);
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw refusal("the object does not end", parser);
    }
    return new JsonObject(members);
  }

  private static Object value(JsonParser parser, @Nullable JsonToken token) throws NotJson {
    if (token == null) {
      throw refusal("it ends too early", parser);
    }
    return switch (token) {
      case VALUE_STRING -> wellFormed(parser.getString(), parser);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> JsonObject.NULL;
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      default -> throw refusal("no value stands there", parser);
    };
  }

  private static List<Object> array(JsonParser parser) throws NotJson {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return Collections.unmodifiableList(elements);
  }

  private static BigDecimal number(JsonParser parser) throws NotJson {
    String literal = parser.getString();
    if (digits(literal) > DIGITS) {
      throw refusal("a number of more than " + DIGITS + " digits", parser);
    }
    try {
      BigDecimal number = new BigDecimal(literal);
      if (Math.abs((long) number.scale()) <= LARGEST_SCALE) {
        return number;
      }
    } catch (NumberFormatException overflow) {
      throw refusal("a number out of range", parser);
    }
    throw refusal("a number out of range", parser);
  }

  private static int digits(String literal) {
    int digits = 0;
    for (int i = 0; i < literal.length(); i++) {
      if (Character.isDigit(literal.charAt(i))) {
        digits++;
      }
    }
    return digits;
  }

  /** Half of a surrogate pair is no character: it cannot be written out again as UTF-8. */
  private static String wellFormed(String text, JsonParser parser) throws NotJson {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return ofPairs(text, parser);
      }
    }
    return text;
  }

  private static String ofPairs(String text, JsonParser parser) throws NotJson {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw refusal("half of a surrogate pair", parser);
    }
    return text;
  }

  private static NotJson refusal(String reason, JsonParser parser) {
    return new NotJson(reason, Math.max(0, parser.currentLocation().getCharOffset()));
  }
}
