package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Front;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.wire.message.HeadOctets;
import dev.keybearer.gateway.wire.message.HeadText;
import dev.keybearer.token.TimeSource;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What belongs to one event loop: its connections and pools, which nobody else touches, and the
 * tick by which they notice that time passes. Used by the loop's own thread only.
 */
final class Loop {
  /** Deadlines are kept to within this; it is what a clock for every octet would cost instead. */
  static final long TICK_MILLIS = 100;

  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  private final EventLoop events;
  private final Wire.Means means;
  private final Map<Peer, Pool> pools = new HashMap<>();
  private final HeadText text = new HeadText();
  private final HeadOctets octets = new HeadOctets();
  private final Flushes flushes;
  private final Set<ClientLink> clients = new LinkedHashSet<>();
  private long now;
  private boolean draining;

  Loop(EventLoop events, Wire.Means means) {
    this.events = events;
    this.flushes = new Flushes(events);
    this.means = means;
    this.now = means.time().nanos();
  }

  /** Begins to tick. */
  void start() {
    // It ends with the loop.
    var ignored =
        events.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  EventLoop events() {
    return events;
  }

  /** Where the heads that come are read, one at a time. */
  HeadOctets octets() {
    return octets;
  }

  /** Where the heads that it sends are put together, one at a time. */
  HeadText text() {
    return text;
  }

  /** What leaves together. */
  Flushes flushes() {
    return flushes;
  }

  Front front() {
    return means.front();
  }

  Transport transport() {
    return means.transport();
  }

  Addresses addresses() {
    return means.addresses();
  }

  /** From where there were floods. */
  Floods floods() {
    return means.floods();
  }

  /** Computes what would hold up a loop. */
  Handshakes handshakes() {
    return means.handshakes();
  }

  Counts counts() {
    return means.counts();
  }

  Wire.Limits limits() {
    return means.limits().get();
  }

  /** How many loops share what is bounded over all of them. */
  int loops() {
    return means.loops();
  }

  /** The time of the last tick, on the monotonic clock. */
  long now() {
    return now;
  }

  /** The time by the clock itself. */
  TimeSource time() {
    return means.time();
  }

  /** Whether connections end with the call that they serve. */
  boolean isDraining() {
    return draining;
  }

  Pool pool(Peer peer) {
    return pools.computeIfAbsent(peer, key -> new Pool(key, this));
  }

  void opened(ClientLink client) {
    clients.add(client);
  }

  void closed(ClientLink client) {
    clients.remove(client);
  }

  /** Serves what is under way and nothing more. */
  void drain() {
    draining = true;
    clients().forEach(ClientLink::drain);
  }

  /** Ends everything. */
  void stop() {
    clients().forEach(ClientLink::stop);
    pools().forEach(Pool::close);
  }

  private void tick() {
    now = means.time().nanos();
    for (ClientLink client : clients()) {
      if (meetsBug(() -> client.tick(now))) {
        boolean _ = meetsBug(client::stop); // it would meet it again with every tick
      }
    }
    for (Pool pool : pools()) {
      boolean _ = meetsBug(() -> pool.tick(now));
    }
    pools.values().removeIf(Pool::isUnused);
  }

  /** One that does must not stop the clock of all: a task that throws is never run again. */
  private static boolean meetsBug(Runnable step) {
    try {
      step.run();
      return false;
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a connection met a bug when time passed", e);
      return true;
    }
  }

  /** A copy: whoever is told may end. */
  private Set<ClientLink> clients() {
    return new LinkedHashSet<>(clients);
  }

  /** A copy: whoever is told may begin something else, with another upstream. */
  private List<Pool> pools() {
    return List.copyOf(pools.values());
  }
}
