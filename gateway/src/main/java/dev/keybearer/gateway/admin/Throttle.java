package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often secrets were guessed wrongly, by address (M2). An address is held back from its tenth
 * failure on while {@code now < first + a minute}. Not safe for use by many threads.
 */
final class Throttle {
  static final int MOST_FAILURES = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Beyond it the address that failed first is forgotten. */
  static final int MOST_ADDRESSES = 10_000;

  /** In the order in which windows began, which is the order in which they end. */
  private final Map<Address, Window> windows = new LinkedHashMap<>();

  private final TimeSource time;

  Throttle(TimeSource time) {
    this.time = time;
  }

  /** How much longer an address is held back, or null when it is not. */
  @Nullable Duration held(Address from) {
    Window window = windows.get(key(from));
    if (window == null || window.failures < MOST_FAILURES) {
      return null;
    }
    long left = window.left(time.nanos());
    return left > 0 ? Duration.ofNanos(left) : null;
  }

  void failed(Address from) {
    long now = time.nanos();
    forgetEnded(now);
    Address key = key(from);
    Window window = windows.get(key);
    if (window == null) {
      makeRoom();
      window = new Window(now);
      windows.put(key, window);
    }
    window.failures++;
  }

  int size() {
    return windows.size();
  }

  private void forgetEnded(long now) {
    Iterator<Window> oldest = windows.values().iterator();
    while (oldest.hasNext() && oldest.next().left(now) <= 0) {
      oldest.remove();
    }
  }

  private void makeRoom() {
    if (windows.size() == MOST_ADDRESSES) {
      windows.remove(windows.keySet().iterator().next());
    }
  }

  /** Whoever has one address of IPv6 has the 2^64 beside it. */
  private static Address key(Address from) {
    return from.isV4() ? from : new Address(from.high(), 0);
  }

  /** The minute that begins with the first failure. */
  private static final class Window {
    private final long start;
    private int failures;

    Window(long start) {
      this.start = start;
    }

    long left(long now) {
      return WINDOW.toNanos() - (now - start);
    }
  }
}
