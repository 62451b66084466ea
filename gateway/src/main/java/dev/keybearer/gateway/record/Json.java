package dev.keybearer.gateway.record;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes JSON that nothing can break out of: ASCII alone, so that no text of a caller ends a line,
 * moves a cursor or turns the direction of reading, and bounded, so that none fills the disk.
 */
public final class Json {
  /** Characters of one text; paths and messages beyond that say nothing more. */
  static final int LONGEST_TEXT = 2_048;

  /** Texts of one list. */
  static final int LONGEST_LIST = 100;

  private static final char REPLACEMENT = '\uFFFD';
  private static final char DELETE = '\u007f'; // ASCII, yet no JSON writer escapes it

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  /** An object as octets. */
  public static byte[] object(JsonLine members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** A member that may be null. */
  public static void text(JsonGenerator json, String name, @Nullable String text) {
    json.writeName(name);
    if (text == null) {
      json.writeNull();
    } else {
      json.writeString(bounded(text));
    }
  }

  /** A member that is a list. */
  public static void texts(JsonGenerator json, String name, List<?> texts) {
    json.writeName(name);
    json.writeStartArray();
    texts.stream().limit(LONGEST_LIST).forEach(text -> json.writeString(bounded(text.toString())));
    json.writeEndArray();
  }

  private static String bounded(String text) {
    boolean cut = text.length() > LONGEST_TEXT;
    StringBuilder kept = new StringBuilder(cut ? text.substring(0, LONGEST_TEXT - 1) : text);
    for (int i = 0; i < kept.length(); i++) {
      char character = kept.charAt(i);
      if (character == DELETE) {
        kept.setCharAt(i, REPLACEMENT);
      } else if (Character.isSurrogate(character)) {
        i = half(kept, i);
      }
    }
    return cut ? kept.append('…').toString() : kept.toString();
  }

  /** Half a character is none; goes on to the other half of a whole one. */
  private static int half(StringBuilder text, int at) {
    boolean whole =
        at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    if (!whole) {
      text.setCharAt(at, REPLACEMENT);
    }
    return whole ? at + 1 : at;
  }
}
