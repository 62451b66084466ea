package dev.keybearer.gateway.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How often something happened within a window that moves along: a ring with a slot for each of its
 * seconds. What happened in second {@code s} counts while {@code now < s + window}. Safe for use by
 * many threads, without a lock.
 *
 * <pre>
 *   a slot:   second since the beginning (40 bits) | how often (24 bits)
 * </pre>
 */
final class Lately {
  private static final int COUNT_BITS = 24;
  private static final long MOST = (1L << COUNT_BITS) - 1;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int window;
  private final long begun;
  private final AtomicLongArray slots;

  /**
   * Nothing happened yet.
   *
   * @param window in seconds
   * @param now on the monotonic clock
   */
  Lately(int window, long now) {
    this.window = window;
    this.begun = now;
    this.slots = new AtomicLongArray(window);
  }

  /** It happened. */
  void happened(long now) {
    long second = second(now);
    int slot = (int) (second % window);
    long old = slots.get(slot);
    // A slot of a later second is not turned back: whoever comes that late was held up for a
    // window.
    while (secondOf(old) <= second && countOf(old) < MOST) {
      long next = secondOf(old) == second ? old + 1 : (second << COUNT_BITS) | 1;
      if (slots.compareAndSet(slot, old, next)) {
        return;
      }
      old = slots.get(slot);
    }
  }

  /** How often it happened within the window. */
  long count(long now) {
    long second = second(now);
    long count = 0;
    for (int i = 0; i < window; i++) {
      count += within(slots.get(i), second);
    }
    return count;
  }

  /**
   * After how long it will have happened less often than so many times, if it does not happen
   * again; null when that is so already.
   */
  @Nullable Duration until(long fewerThan, long now) {
    long second = second(now);
    long left = count(now);
    if (left < fewerThan) {
      return null;
    }
    long oldest = Math.max(0, second - window + 1);
    for (long each = oldest; each < second; each++) {
      long slot = slots.get((int) (each % window));
      left -= secondOf(slot) == each ? countOf(slot) : 0;
      if (left < fewerThan) {
        return leaves(each, now);
      }
    }
    return leaves(second, now);
  }

  /** What happened in a second counts until the window has passed since its beginning. */
  private Duration leaves(long second, long now) {
    return Duration.ofNanos((second + window) * SECOND - (now - begun));
  }

  private long second(long now) {
    return Math.max(0, now - begun) / SECOND;
  }

  private long within(long slot, long second) {
    return second - secondOf(slot) < window ? countOf(slot) : 0;
  }

  private static long secondOf(long slot) {
    return slot >>> COUNT_BITS;
  }

  private static long countOf(long slot) {
    return slot & MOST;
  }
}
