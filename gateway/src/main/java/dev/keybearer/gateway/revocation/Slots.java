package dev.keybearer.gateway.revocation;

import dev.keybearer.token.verification.TargetKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A table of early ends in one array, looked through from the place that the key names.
 *
 * <pre>
 *   slot   | key, high | key, low | issued before | until |   a long each; until 0: empty
 *   hint   one bit of many for each key: where none is set the key is not there
 * </pre>
 *
 * <p>The hint is small enough for the caches of a processor, the slots are not: of the keys of a
 * token that was not ended, hardly one costs a look into the slots.
 *
 * <p>One thread at a time writes, any number read meanwhile and never wait. {@code until} is
 * written last and read first, so whoever sees a slot taken sees the whole of it. A slot once taken
 * keeps its key; it is freed only by leaving the table. Moments are milliseconds since 1970.
 */
final class Slots {
  /** Stands for a revocation of tokens from whatever time. */
  static final long ANY_TIME = Long.MAX_VALUE;

  private static final int LONGS = 4;
  private static final int LOW = 1;
  private static final int ISSUED_BEFORE = 2;
  private static final int UNTIL = 3;
  private static final int SMALLEST = 64;

  /** A tenth of the hint is set at most, for a byte beside the 32 of a slot. */
  private static final int HINTS = 8;

  private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] longs;
  private final long[] hints;
  private final int capacity;
  // Only whoever writes reads it.
  private int used;

  private Slots(int capacity) {
    this.capacity = capacity;
    this.longs = new long[capacity * LONGS];
    this.hints = new long[(int) ((long) capacity * HINTS / Long.SIZE) + 1];
  }

  /** An empty table in which so many keys fill half. */
  static Slots forKeys(int keys) {
    return new Slots(Math.max(SMALLEST, keys * 2));
  }

  /** Whether the key may lie here; when not, it does not. */
  boolean mayHold(TargetKey key) {
    int bit = hint(key);
    return ((long) LONG.getOpaque(hints, bit / Long.SIZE) >>> bit & 1) != 0;
  }

  private int hint(TargetKey key) {
    return (int) Math.unsignedMultiplyHigh(key.low(), (long) capacity * HINTS);
  }

  /** Where the key lies, or the complement of the place where it would. */
  int find(TargetKey key) {
    int slot = (int) Math.unsignedMultiplyHigh(key.high(), capacity);
    while (true) {
      int at = slot * LONGS;
      if (until(at) == 0) {
        return ~at;
      }
      if (longs[at] == key.high() && longs[at + LOW] == key.low()) {
        return at;
      }
      slot = slot + 1 == capacity ? 0 : slot + 1;
    }
  }

  /** From when on what lies there counts no longer. Read before {@link #issuedBefore}. */
  long until(int at) {
    return (long) LONG.getAcquire(longs, at + UNTIL);
  }

  /** The moment before which tokens have to be issued to be ended by what lies there. */
  long issuedBefore(int at) {
    return (long) LONG.getOpaque(longs, at + ISSUED_BEFORE);
  }

  /** Takes the free slot that {@link #find} returned the complement of. */
  void take(int at, TargetKey key, long issuedBefore, long until) {
    longs[at] = key.high();
    longs[at + LOW] = key.low();
    used++;
    int bit = hint(key);
    LONG.setOpaque(hints, bit / Long.SIZE, hints[bit / Long.SIZE] | 1L << bit);
    set(at, issuedBefore, until);
  }

  /** Changes what lies there. */
  void set(int at, long issuedBefore, long until) {
    LONG.setOpaque(longs, at + ISSUED_BEFORE, issuedBefore);
    LONG.setRelease(longs, at + UNTIL, until);
  }

  /** A table with room to grow, without what has ended by now. */
  Slots living(long now) {
    Slots living = forKeys(count(now));
    for (int at = 0; at < longs.length; at += LONGS) {
      if (longs[at + UNTIL] > now) {
        TargetKey key = new TargetKey(longs[at], longs[at + LOW]);
        living.take(~living.find(key), key, longs[at + ISSUED_BEFORE], longs[at + UNTIL]);
      }
    }
    return living;
  }

  /** How many have not ended by now. */
  int count(long now) {
    int living = 0;
    for (int at = UNTIL; at < longs.length; at += LONGS) {
      living += longs[at] > now ? 1 : 0;
    }
    return living;
  }

  int used() {
    return used;
  }

  /** Whether one more would make the ways through it long. */
  boolean isCrowded() {
    return used >= capacity / 4 * 3;
  }

  long bytes() {
    return (long) (longs.length + hints.length) * Long.BYTES;
  }
}
