package dev.keybearer.gateway.revocation;

import dev.keybearer.token.secret.Secret;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks there are.
 *
 * <pre>
 *   head   | KBRH | version 2 | oldest 8 | first 8 | last 8 |
 *
 *   oldest        first                last
 *     | released,   | every one full,    | absent until its first entry is written
 *     | may rest    | none may be absent |
 * </pre>
 *
 * @param oldest index of the first block that may still rest, though it was released
 * @param first index of the first that counts
 * @param last index of the newest
 */
record Head(long oldest, long first, long last) {
  static final Head START = new Head(0, 0, 0);

  private static final int MAGIC = 0x4b425248;
  private static final short VERSION = 1;
  private static final int LENGTH = 30;

  /** The same with one block more. */
  Head grown() {
    return new Head(oldest, first, last + 1);
  }

  /** The same with what comes before this block released. */
  Head from(long newFirst) {
    return new Head(oldest, newFirst, last);
  }

  /** Whether something that was released may rest. */
  boolean hasReleased() {
    return oldest < first;
  }

  /** The same when the oldest block rests no more. */
  Head withoutOldest() {
    return new Head(oldest + 1, first, last);
  }

  /** How many blocks count. */
  long size() {
    return last - first + 1;
  }

  Secret write() {
    ByteBuffer into = ByteBuffer.allocate(LENGTH).putInt(MAGIC).putShort(VERSION);
    return Secret.of(into.putLong(oldest).putLong(first).putLong(last).array());
  }

  /** The head that is written there, or null when it is none. */
  static @Nullable Head read(Secret value) {
    return read(ByteBuffer.wrap(value.use(byte[]::clone)));
  }

  private static @Nullable Head read(ByteBuffer from) {
    if (from.remaining() != LENGTH || from.getInt() != MAGIC || from.getShort() != VERSION) {
      return null;
    }
    Head head = new Head(from.getLong(), from.getLong(), from.getLong());
    boolean ordered = 0 <= head.oldest && head.oldest <= head.first && head.first <= head.last;
    return ordered ? head : null;
  }
}
