package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lets callers' connections in while there is place for them, and for others of their address (G9):
 * who opens as many as there may be takes nobody else's. Safe for use by many threads.
 */
final class Door {
  private static final System.Logger LOG = System.getLogger(Door.class.getName());
  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  private final Supplier<Wire.Limits> limits;
  private final Counts counts;
  private final TimeSource time;
  private final Map<Address, Integer> open = new ConcurrentHashMap<>();
  private final AtomicLong said;

  Door(Supplier<Wire.Limits> limits, Counts counts, TimeSource time) {
    this.limits = limits;
    this.counts = counts;
    this.time = time;
    this.said = new AtomicLong(time.nanos() - QUIET);
  }

  /** Whether a connection may come in; then it leaves once, when it ends. */
  boolean enters(Address from) {
    Wire.Limits most = limits.get();
    Address holder = from.holder();
    if (counts.clients() >= most.connections()) {
      counts.clientTurnedAway();
      return false;
    }
    if (open.merge(holder, 1, Integer::sum) > most.perAddress() && !most.proxies().trusts(from)) {
      leave(holder);
      counts.clientTurnedAway();
      say(holder, most.perAddress());
      return false;
    }
    counts.clientOpened();
    return true;
  }

  void leaves(Address from) {
    leave(from.holder());
    counts.clientClosed();
  }

  private void leave(Address holder) {
    open.computeIfPresent(holder, (same, count) -> count == 1 ? null : count - 1);
  }

  /** From how many addresses there are connections. */
  int addresses() {
    return open.size();
  }

  /** Now and then: it may come again as often as anybody likes. */
  private void say(Address holder, int most) {
    long now = time.nanos();
    long before = said.get();
    if (now - before >= QUIET && said.compareAndSet(before, now)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} has {1} connections and gets no more; where many callers come from one address,"
              + " raise gateway.limits.connections-per-address",
          holder,
          most);
    }
  }
}
