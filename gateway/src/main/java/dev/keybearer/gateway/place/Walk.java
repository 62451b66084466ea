package dev.keybearer.gateway.place;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A way through the values of a section, from one value down to one that is wanted.
 *
 * <pre>
 *   value:    TTTSSSSS  [type]  [size]  payload    T type, or 0: 7 + an octet; S size, from 29 on more octets
 *   pointer:  001SSVVV  [octets of V]              to another value of the section
 *   map:      111SSSSS  [size]  key value key value …
 * </pre>
 *
 * A damaged section may claim sizes beyond all memory, lead in circles, or be a few octets that
 * unfold into gigabytes. Therefore nothing is made of what a value claims: values are stepped over
 * in a loop, pointers beside the way are not followed, and the number of steps has a bound. For one
 * thread.
 */
final class Walk {
  /** A record of a city, with its names in eight languages, has two hundred values. */
  static final int MOST_STEPS = 4_096;

  /** Octets of a text that is wanted; the longest name of a city has fewer. */
  static final int LONGEST_TEXT = 512;

  private static final int EXTENDED = 0;
  private static final int POINTER = 1;
  private static final int TEXT = 2;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;
  private static final int UINT64 = 9;
  private static final int ARRAY = 11;
  private static final int BOOLEAN = 14;

  private static final int[] POINTER_STARTS = {0, 2_048, 526_336, 0};
  private static final int[] SIZE_STARTS = {29, 285, 65_821};

  private final MemorySegment section;
  private long at;
  private int type;
  private long size;
  private int steps;

  private Walk(MemorySegment section, long at) {
    this.section = section;
    this.at = at;
  }

  /** A way that begins at a value. */
  static Walk from(MemorySegment section, long at) {
    return new Walk(section, at);
  }

  /** Goes on to what a map has under these keys, one below the other; false when it has nothing. */
  boolean enter(String... keys) throws BadDatabase {
    for (String key : keys) {
      if (!enterOne(key.getBytes(StandardCharsets.UTF_8))) {
        return false;
      }
    }
    return true;
  }

  private boolean enterOne(byte[] key) throws BadDatabase {
    arrive();
    if (type != MAP) {
      return false;
    }
    for (long left = size; left > 0; left--) {
      if (isKey(key)) {
        return true;
      }
      skip();
    }
    return false;
  }

  /** The text here; null when it is something else, or longer than anything that is wanted. */
  @Nullable String text() throws BadDatabase {
    arrive();
    if (type != TEXT || size > LONGEST_TEXT) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload())).toString();
    } catch (CharacterCodingException e) {
      throw new BadDatabase("a text in it is not UTF-8");
    }
  }

  /** The number here, which is not negative; -1 when it is something else, or beyond a long. */
  long number() throws BadDatabase {
    arrive();
    boolean whole = type == UINT16 || type == UINT32 || type == UINT64;
    if (!whole || size > Long.BYTES) {
      return -1;
    }
    return Math.max(-1, bits(size));
  }

  /** Reads the head of the value here, or of the one that a pointer here leads to. */
  private void arrive() throws BadDatabase {
    head();
    if (type == POINTER) {
      at = size;
      head();
    }
    if (type == POINTER) {
      throw new BadDatabase("a pointer in it leads to a pointer");
    }
  }

  private void head() throws BadDatabase {
    if (++steps > MOST_STEPS) {
      throw new BadDatabase("a record in it has more than " + MOST_STEPS + " values");
    }
    int control = octet();
    type = control >> 5;
    if (type == POINTER) {
      int octets = (control >> 3) & 3;
      long high = octets == 3 ? 0 : control & 7;
      size = (high << (8 * (octets + 1))) + bits(octets + 1) + POINTER_STARTS[octets];
      return;
    }
    if (type == EXTENDED) {
      type = 7 + octet();
    }
    int given = control & 31;
    size = given < 29 ? given : SIZE_STARTS[given - 29] + bits(given - 28);
  }

  /** Whether the key here is this one; afterwards the way stands at its value. */
  private boolean isKey(byte[] key) throws BadDatabase {
    head();
    long end = type == POINTER ? at : at + size;
    if (type == POINTER) {
      at = size;
      head();
    }
    if (type != TEXT) {
      throw new BadDatabase("a key in it is no text");
    }
    boolean same = size == key.length && Arrays.equals(payload(), key);
    at = end;
    return same;
  }

  /** Steps over the value here with everything in it. */
  private void skip() throws BadDatabase {
    long values = 1;
    while (values > 0) {
      head();
      values--;
      switch (type) {
        case MAP -> values += 2 * size;
        case ARRAY -> values += size;
        case POINTER, BOOLEAN -> {} // nothing follows their heads
        default -> at += size;
      }
    }
  }

  private byte[] payload() throws BadDatabase {
    if (at < 0 || size > section.byteSize() - at) {
      throw beyond();
    }
    return section.asSlice(at, size).toArray(ValueLayout.JAVA_BYTE);
  }

  private long bits(long octets) throws BadDatabase {
    long bits = 0;
    for (long i = 0; i < octets; i++) {
      bits = (bits << 8) | octet();
    }
    return bits;
  }

  private int octet() throws BadDatabase {
    if (at < 0 || at >= section.byteSize()) {
      throw beyond();
    }
    return Byte.toUnsignedInt(section.get(ValueLayout.JAVA_BYTE, at++));
  }

  private static BadDatabase beyond() {
    return new BadDatabase("a value in it reaches beyond its section");
  }
}
