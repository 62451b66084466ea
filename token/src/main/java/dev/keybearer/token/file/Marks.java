package dev.keybearer.token.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The high-water marks: for every item which write of it was the last. A file that is genuine but
 * older than its mark was put back. Immutable.
 *
 * <pre>
 *  0       8       12
 *  +-------+-------+- - - - - - - - - - - - - - - - - -
 *  | since | count | state serial key id  n  file name   (count times: 1, 8, 8, 1 and n bytes)
 *  +-------+-------+- - - - - - - - - - - - - - - - - -
 * </pre>
 *
 * since is the first serial that was written under the present key; the highest one is the serial
 * on the label. State 0 rests, state 1 is being forgotten.
 *
 * @param store the store's own id, drawn once
 * @param key the key that the last write was made under
 * @param since the serial of the first write under that key
 * @param high the highest serial ever written
 * @param byFile the mark of each item, by the name of its file
 */
record Marks(UUID store, long key, long since, long high, SortedMap<String, Mark> byFile) {
  /** Each write is a whole new file of all marks: more than this belongs into a database. */
  static final int LIMIT = 10_000;

  /** Two seals a write, and room for writes that failed: half of the 2^32 that GCM allows. */
  static final long WRITES_PER_KEY = 1L << 30;

  private static final int FIXED = 12;
  private static final int ENTRY_FIXED = 18;
  private static final int FILE_NAME_LIMIT = 255;

  /** The longest file that can hold marks. */
  static final int FILE_LIMIT =
      Envelope.LEAST_LENGTH + FIXED + LIMIT * (ENTRY_FIXED + FILE_NAME_LIMIT);

  Marks {
    byFile = Collections.unmodifiableSortedMap(new TreeMap<>(byFile));
  }

  /** The marks of a store in which nothing was ever written. */
  static Marks none(UUID store, long key) {
    return new Marks(store, key, 1, 0, new TreeMap<>());
  }

  /** The last write of one item; a serial of 0 fits no write. */
  record Mark(boolean forgotten, long serial, long key) {
    static final Mark DISTRUST = new Mark(false, 0, 0);

    boolean isDistrust() {
      return serial == 0;
    }
  }

  @Nullable Mark of(String file) {
    return byFile.get(file);
  }

  /** Whether one more write under the key would be one too many. */
  boolean isKeyWornOut(long present) {
    return present == key && high - since + 1 >= WRITES_PER_KEY;
  }

  /** Whether one more item would be one too many. */
  boolean isFullFor(String file) {
    return byFile.size() >= LIMIT && !byFile.containsKey(file);
  }

  /** The same after a write. */
  Marks with(String file, Mark mark) {
    SortedMap<String, Mark> more = new TreeMap<>(byFile);
    more.put(file, mark);
    return new Marks(store, key, since, Math.max(high, mark.serial), more);
  }

  /** The same after a write under the key. */
  Marks under(long present, long serial) {
    return present == key
        ? this
        : new Marks(store, present, serial, Math.max(high, serial), byFile);
  }

  /** The same without an item. */
  Marks without(String file) {
    SortedMap<String, Mark> fewer = new TreeMap<>(byFile);
    fewer.remove(file);
    return new Marks(store, key, since, high, fewer);
  }

  Envelope envelope() {
    int length = FIXED;
    for (String file : byFile.keySet()) {
      length += ENTRY_FIXED + file.length();
    }
    ByteBuffer out = ByteBuffer.allocate(length).putLong(since).putInt(byFile.size());
    for (Map.Entry<String, Mark> each : byFile.entrySet()) {
      Mark mark = each.getValue();
      byte[] file = each.getKey().getBytes(StandardCharsets.US_ASCII);
      out.put((byte) (mark.forgotten ? 1 : 0)).putLong(mark.serial).putLong(mark.key);
      out.put((byte) file.length).put(file);
    }
    return new Envelope(
        new Envelope.Label(Envelope.Format.MARKS, key, store, high, 0, ""), out.array());
  }

  static Marks of(Envelope envelope) throws Distrusted {
    Envelope.Label label = envelope.label();
    if (label.format() != Envelope.Format.MARKS) {
      throw new Distrusted(Distrusted.Reason.MISPLACED);
    }
    ByteBuffer in = ByteBuffer.wrap(envelope.content());
    SortedMap<String, Mark> byFile = new TreeMap<>();
    try {
      long since = in.getLong();
      for (int left = in.getInt(); left > 0; left--) {
        Mark mark = new Mark(in.get() != 0, in.getLong(), in.getLong());
        byte[] file = new byte[Byte.toUnsignedInt(in.get())];
        in.get(file);
        byFile.put(new String(file, StandardCharsets.US_ASCII), mark);
      }
      return new Marks(label.store(), label.key(), since, label.serial(), byFile);
    } catch (BufferUnderflowException e) {
      throw new Distrusted(Distrusted.Reason.MALFORMED);
    }
  }
}
