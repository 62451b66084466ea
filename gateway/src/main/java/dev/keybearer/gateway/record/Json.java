package dev.keybearer.gateway.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON that nothing can break out of: ASCII alone, so that no text of a caller ends a line,
 * moves a cursor or turns the direction of reading, and bounded, so that none fills the disk. Puts
 * objects together in one array that is used again. For one thread.
 */
public final class Json {
  /** Characters of one text; paths and messages beyond that say nothing more. */
  static final int LONGEST_TEXT = 2_048;

  /** Texts of one list. */
  static final int LONGEST_LIST = 100;

  /** Octets of one character: an escape in hexadecimal. */
  private static final int WIDEST = 6;

  /** Longer arrays are not kept; what is written in one go usually has less. */
  private static final int MOST_KEPT = 64 << 10;

  private static final int NANO_DIGITS = 9;
  private static final long NANOS_OF_MILLI = 1_000_000;
  private static final int DIGITS_OF_LONG = 20;
  private static final int ASCII = 0x80;
  private static final char REPLACEMENT = '\uFFFD';
  private static final char DELETE = '\u007f'; // ASCII, yet no JSON writer escapes it
  private static final byte[] HEX = ascii("0123456789ABCDEF");
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] ESCAPED = escapedOnes();

  private byte[] octets = new byte[1 << 10];
  private int length;
  private boolean following; // another member or element: a comma comes first
  private long second = Long.MIN_VALUE;
  private byte[] secondText = NULL;

  Json() {}

  /** An object as octets. */
  public static byte[] object(JsonLine members) {
    Json json = new Json();
    json.add(members);
    return Arrays.copyOf(json.octets, json.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] escapedOnes() {
    byte[] escaped = new byte[ASCII];
    for (char character = 0; character < ASCII; character++) {
      boolean plain =
          character >= ' ' && character < DELETE && character != '"' && character != '\\';
      escaped[character] = (byte) (plain ? 0 : 1);
    }
    return escaped;
  }

  /** Begins anew. */
  void clear() {
    octets = octets.length > MOST_KEPT ? new byte[MOST_KEPT] : octets;
    length = 0;
    following = false;
  }

  /** Ends a line. */
  void endLine() {
    put('\n');
    following = false;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(octets, 0, length);
  }

  /** Adds an object. */
  void add(JsonLine members) {
    put('{');
    following = false;
    members.writeTo(this);
    put('}');
    following = true;
  }

  /** A member that is an object. */
  public void object(String name, JsonLine members) {
    name(name);
    add(members);
  }

  /** A member that may be null. */
  public void text(String name, @Nullable String text) {
    name(name);
    if (text == null) {
      put(NULL);
    } else {
      quoted(text);
    }
  }

  /** A member that is the name of a constant, in lower case. */
  public void word(String name, Enum<?> word) {
    text(name, Words.of(word));
  }

  /** A member that is a list; elements beyond a bound are left out. */
  public void texts(String name, List<?> texts) {
    name(name);
    put('[');
    following = false;
    for (int i = 0; i < Math.min(texts.size(), LONGEST_LIST); i++) {
      comma();
      quoted(texts.get(i).toString());
    }
    put(']');
    following = true;
  }

  /** A member that is true or false. */
  public void fact(String name, boolean fact) {
    name(name);
    put(fact ? TRUE : FALSE);
  }

  /** A member that is a number. */
  public void number(String name, long number) {
    name(name);
    put(number);
  }

  /** A member that is a number of milliseconds, to the nanosecond; less than none is none. */
  public void millis(String name, long nanos) {
    long told = Math.max(0, nanos);
    name(name);
    put(told / NANOS_OF_MILLI);
    put('.');
    int fraction = (int) (told % NANOS_OF_MILLI);
    int digits = 6;
    while (digits > 1 && fraction % 10 == 0) {
      fraction /= 10;
      digits--;
    }
    digits(fraction, digits);
  }

  /** A member that is null. */
  public void nothing(String name) {
    text(name, null);
  }

  /** A member that is a moment in the form of ISO 8601, or null. */
  public void moment(String name, @Nullable Instant moment) {
    name(name);
    if (moment == null) {
      put(NULL);
      return;
    }
    if (moment.getEpochSecond() != second) { // most lines are of the same second as the last one
      second = moment.getEpochSecond();
      String text = Instant.ofEpochSecond(second).toString();
      secondText = ascii(text.substring(0, text.length() - 1));
    }
    put('"');
    put(secondText);
    fraction(moment.getNano());
    put('Z');
    put('"');
  }

  /** As the platform writes it: no digits, or 3, 6 or 9. */
  private void fraction(int nanos) {
    int digits = NANO_DIGITS;
    int fraction = nanos;
    while (digits > 0 && fraction % 1_000 == 0) {
      fraction /= 1_000;
      digits -= 3;
    }
    if (digits > 0) {
      put('.');
      digits(fraction, digits);
    }
  }

  private void name(String name) {
    comma();
    quoted(name);
    put(':');
  }

  private void comma() {
    if (following) {
      put(',');
    }
    following = true;
  }

  private void quoted(String text) {
    boolean cut = text.length() > LONGEST_TEXT;
    int end = cut ? LONGEST_TEXT - 1 : text.length();
    reserve(WIDEST * (end + 1) + 2);
    octets[length++] = '"';
    if (isPlain(text, end)) {
      copy(text, end);
    } else {
      escaped(text, end);
    }
    if (cut) {
      hex('…');
    }
    octets[length++] = '"';
  }

  /** Nearly every text is, so that it is looked at whole instead of stopping at each character. */
  private static boolean isPlain(String text, int end) {
    int found = 0;
    for (int i = 0; i < end; i++) {
      char character = text.charAt(i);
      found |= ESCAPED[character & (ASCII - 1)] | (character & -ASCII);
    }
    return found == 0;
  }

  @SuppressWarnings("deprecation") // it drops upper bytes, of which there are none, and no garbage
  private void copy(String text, int end) {
    text.getBytes(0, end, octets, length);
    length += end;
  }

  private void escaped(String text, int end) {
    for (int i = 0; i < end; i++) {
      char character = text.charAt(i);
      if (character < ASCII && ESCAPED[character] == 0) {
        octets[length++] = (byte) character;
      } else if (!Character.isSurrogate(character)) {
        escape(character == DELETE ? REPLACEMENT : character);
      } else if (i + 1 < end && Character.isSurrogatePair(character, text.charAt(i + 1))) {
        hex(character);
        hex(text.charAt(++i));
      } else {
        hex(REPLACEMENT); // half a character is none
      }
    }
  }

  private void escape(char character) {
    switch (character) {
      case '"', '\\' -> shortly(character);
      case '\n' -> shortly('n');
      case '\r' -> shortly('r');
      case '\t' -> shortly('t');
      case '\b' -> shortly('b');
      case '\f' -> shortly('f');
      default -> hex(character);
    }
  }

  private void shortly(char character) {
    octets[length++] = '\\';
    octets[length++] = (byte) character;
  }

  private void hex(char character) {
    shortly('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      octets[length++] = HEX[character >> shift & 0xf];
    }
  }

  private void put(long number) {
    if (number < 0) {
      put(ascii(Long.toString(number))); // hardly ever
      return;
    }
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    digits(number, digits);
  }

  private void digits(long number, int count) {
    reserve(DIGITS_OF_LONG);
    long rest = number;
    for (int at = length + count - 1; at >= length; at--) {
      octets[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  private void put(byte[] text) {
    reserve(text.length);
    System.arraycopy(text, 0, octets, length, text.length);
    length += text.length;
  }

  private void put(char character) {
    reserve(1);
    octets[length++] = (byte) character;
  }

  private void reserve(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
    }
  }

  /** What was written so far. */
  @Override
  public String toString() {
    return new String(octets, 0, length, StandardCharsets.US_ASCII);
  }
}
