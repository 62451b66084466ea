package dev.keybearer.gateway.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much of their pace keys have used up: the generic cell rate algorithm with one number a key,
 * the moment at which nothing will be used up any more.
 *
 * <pre>
 *   set    | gate | seat | seat | … | seat |     16 longs; a key has its seat in one set
 *   seat   | mark: 20 bits of the key | moment: 44 bits, microseconds since the table began |
 *
 *          now                  moment          now + most
 *           ├──── used up ────────┤ ── interval ──▶ ┤        another is let through while
 *                                                            moment + interval &lt;= now + most
 * </pre>
 *
 * <p>A key whose moment has passed is as good as absent, so its seat is free for any other. Where
 * all seats of a set are in use, the key that has used up least loses its own: whoever is held back
 * is the last to be forgotten, and a crowd of strangers pushes out strangers. Two of a million keys
 * share a mark in one set hardly ever, and then they share their pace.
 *
 * <p>Counting is one compare-and-swap. Taking a seat closes the gate of the set for as long as it
 * takes to look through it, so that one key never gets two. Nothing is allocated, and the table
 * never grows. Safe for use by many threads.
 */
public final class Counts {
  /** A million keys that all count are half of the seats; one in a thousand loses its own. */
  public static final int SETS = 1 << 17;

  private static final int SIZE = 16;
  private static final int MOMENT_BITS = 44;
  private static final long MOMENT = (1L << MOMENT_BITS) - 1;
  private static final int SIGN = Long.SIZE - MOMENT_BITS;
  private static final long LONGEST = micros(Pace.LONGEST);
  private static final int NO_SEAT = -1;

  private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] longs;
  private final int sets;
  private final long began;

  private Counts(int sets, long began) {
    this.sets = sets;
    this.longs = new long[sets * SIZE];
    this.began = began;
  }

  /** A table in which nothing is used up. */
  public static Counts begin(long now) {
    return of(SETS, now);
  }

  static Counts of(int sets, long now) {
    return new Counts(sets, now);
  }

  /** Microseconds, rounded up. */
  static long micros(Duration duration) {
    return duration.plusNanos(999).toNanos() / 1_000;
  }

  /**
   * Takes one out of the pace of a key.
   *
   * @param now nanoseconds on the monotonic clock
   * @return how much of it is used up then, in microseconds; or when nothing is left, how long to
   *     wait for that, less than zero
   */
  long take(long key, Pace pace, long now) {
    long micros = since(now);
    while (true) {
      int seat = seat(key, micros);
      long word = (long) LONG.getVolatile(longs, seat);
      if (mark(word) != markOf(key)) {
        continue; // somebody else sits there since
      }
      long then = Math.min(used(word, micros), pace.most()) + pace.interval();
      if (then > pace.most()) {
        return pace.most() - then;
      }
      if (LONG.compareAndSet(longs, seat, word, word(key, micros + then))) {
        return then;
      }
    }
  }

  /** Gives back what was taken out of the pace of a key, as far as it is still used up. */
  void giveBack(long key, long amount, long now) {
    long micros = since(now);
    while (true) {
      int seat = find(key);
      if (seat == NO_SEAT) {
        return;
      }
      long word = (long) LONG.getVolatile(longs, seat);
      long left = Math.max(0, used(word, micros) - amount);
      if (mark(word) == markOf(key)
          && LONG.compareAndSet(longs, seat, word, word(key, micros + left))) {
        return;
      }
    }
  }

  /** How much memory it takes, for ever. */
  long bytes() {
    return (long) longs.length * Long.BYTES;
  }

  /** The seat of a key, which it is given if it has none. */
  private int seat(long key, long micros) {
    int seat = find(key);
    if (seat != NO_SEAT) {
      return seat;
    }
    int gate = first(key);
    while (!LONG.compareAndSet(longs, gate, 0L, 1L)) {
      Thread.onSpinWait();
    }
    int found = find(key); // it may have been given one meanwhile
    while (found == NO_SEAT) {
      int worst = leastUsed(gate, micros);
      long word = (long) LONG.getVolatile(longs, worst);
      found = LONG.compareAndSet(longs, worst, word, word(key, micros)) ? worst : NO_SEAT;
    }
    LONG.setRelease(longs, gate, 0L);
    return found;
  }

  private int find(long key) {
    long mark = markOf(key);
    int first = first(key);
    for (int seat = first + 1; seat < first + SIZE; seat++) {
      if (mark((long) LONG.getAcquire(longs, seat)) == mark) {
        return seat;
      }
    }
    return NO_SEAT;
  }

  private int leastUsed(int gate, long micros) {
    int least = gate + 1;
    long amount = Long.MAX_VALUE;
    for (int seat = gate + 1; seat < gate + SIZE && amount > 0; seat++) {
      long used = used((long) LONG.getOpaque(longs, seat), micros);
      if (used < amount) {
        least = seat;
        amount = used;
      }
    }
    return least;
  }

  /** The first long of the set of a key, which is the gate of the set. */
  private int first(long key) {
    return (int) Math.unsignedMultiplyHigh(key, sets) * SIZE;
  }

  /** Never 0, which is an empty seat. */
  private static long markOf(long key) {
    long mark = key << MOMENT_BITS;
    return mark == 0 ? 1L << MOMENT_BITS : mark;
  }

  private static long mark(long word) {
    return word & ~MOMENT;
  }

  private static long word(long key, long moment) {
    return markOf(key) | (moment & MOMENT);
  }

  /**
   * What is used up at a moment. Moments begin anew after half a year: what seems to lie further
   * ahead than anybody can get is long past.
   */
  private static long used(long word, long micros) {
    long ahead = (word - micros) << SIGN >> SIGN;
    return word == 0 || ahead < 0 || ahead > LONGEST ? 0 : ahead;
  }

  private long since(long now) {
    return TimeUnit.NANOSECONDS.toMicros(now - began);
  }
}
