package dev.keybearer.gateway.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keybearer.gateway.peer.Address;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many entries each caller may cause, so that a flood does not fill the disk: ten a minute of
 * each kind and ground. A minute begins with the first entry and lasts while {@code now < begun +
 * 60 s}. Safe for use by many threads.
 */
final class Share {
  /** Enough to see what goes on; how often it did stands in the metrics. */
  static final int ENTRIES = 10;

  static final Duration MINUTE = Duration.ofMinutes(1);

  /** Of callers and grounds; beyond that those that are seldom met are forgotten. */
  private static final int MOST = 10_000;

  /** What {@link #take} answers when there is to be no entry. */
  static final long LEFT_OUT = -1;

  private final Cache<Kind, Minute> minutes =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /**
   * Asks for an entry.
   *
   * @return how many alike were left out since the last one, or {@link #LEFT_OUT}
   */
  long take(Kind kind, long now) {
    Minute minute = minutes.asMap().compute(kind, (same, last) -> Minute.next(last, now));
    return minute.leftOut > 0 ? LEFT_OUT : minute.before;
  }

  /**
   * What entries are counted together.
   *
   * @param source the caller's address, or the half of it that names a network for IPv6, of which
   *     every caller has as many addresses as it likes
   */
  record Kind(Address source, String event, Enum<?> ground) {
    static Kind of(Address caller, String event, Enum<?> ground) {
      Address source = caller.isV4() ? caller : new Address(caller.high(), 0);
      return new Kind(source, event, ground);
    }
  }

  /**
   * One minute of one kind.
   *
   * @param before entries left out in the minute before, to be told by the first of this one
   */
  private record Minute(long begun, int entries, long leftOut, long before) {
    static Minute next(@Nullable Minute last, long now) {
      if (last == null || now - last.begun >= MINUTE.toNanos()) {
        return new Minute(now, 1, 0, last == null ? 0 : last.leftOut);
      }
      return last.entries < ENTRIES
          ? new Minute(last.begun, last.entries + 1, 0, 0)
          : new Minute(last.begun, ENTRIES, last.leftOut + 1, 0);
    }
  }
}
