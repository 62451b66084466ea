package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.peer.Address;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Remembers for a minute from where floods of HTTP/2 came. To be cut off costs a flood no more than
 * a handshake, so that it comes again at once: no HTTP/2 is offered to it then. Whoever shares its
 * address is served over HTTP/1.1 meanwhile. A trusted proxy brings the floods of others, and is
 * not remembered. Safe for use by many threads.
 */
final class Floods {
  static final long MEMORY = TimeUnit.MINUTES.toNanos(1);

  /** Beyond it the flood that came first is forgotten. */
  static final int MOST = 10_000;

  private final Map<Address, Long> ends =
      new LinkedHashMap<>(); // guarded by this, first ends first

  /** One came. */
  synchronized void came(Address from, long now) {
    Address holder = from.holder();
    ends.remove(holder);
    Iterator<Long> oldest = ends.values().iterator();
    while (oldest.hasNext() && (oldest.next() - now <= 0 || ends.size() >= MOST)) {
      oldest.remove();
    }
    ends.put(holder, now + MEMORY);
  }

  /** Whether one came from there within the minute. */
  synchronized boolean cameFrom(Address from, long now) {
    Long end = ends.get(from.holder());
    return end != null && end - now > 0;
  }
}
