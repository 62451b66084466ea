package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.record.JsonLine;
import dev.keybearer.token.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to those who want them. Offering one costs a look at the list of endpoints where
 * nobody does. Safe for use by many threads.
 */
public final class Signals implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Signals.class.getName());

  private final Means means;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("keybearer-signal-clock").factory());
  private volatile List<Courier> couriers = List.of();
  private Map<String, Courier> byName = Map.of();

  private Signals(Means means) {
    this.means = means;
  }

  /** Signals to nobody yet. */
  public static Signals open(TimeSource time) {
    return new Signals(Means.of(time));
  }

  static Signals open(Means means) {
    return new Signals(means);
  }

  /**
   * From now on these are the endpoints. One that keeps its name keeps what waits for it, and
   * counts as there even if it said that it is gone.
   */
  public synchronized void use(List<Endpoint> endpoints) {
    Map<String, Courier> next = new HashMap<>();
    List<Courier> inOrder = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      Courier known = byName.get(endpoint.name());
      if (known != null) {
        known.use(endpoint);
      }
      Courier courier = known == null ? start(endpoint) : known;
      next.put(endpoint.name(), courier);
      inOrder.add(courier);
    }
    List<Courier> before = couriers;
    couriers = List.copyOf(inOrder);
    byName = next;
    before.stream().filter(each -> !inOrder.contains(each)).forEach(Courier::close);
  }

  private Courier start(Endpoint endpoint) {
    Post post = new Post(means.resolver(), clock);
    return Courier.start(endpoint, new MemoryOutbox(means.time()), post, means);
  }

  /** Whether anybody wants events of a type. */
  public boolean isWanted(EventType type) {
    for (Courier courier : couriers) {
      if (courier.wants(type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes an event along for those who want it. Neither waits nor throws.
   *
   * @param data holds no token; written at once
   */
  public void offer(EventType type, Instant at, JsonLine data) {
    Signal signal = null;
    for (Courier courier : couriers) {
      if (courier.wants(type)) {
        signal = signal == null ? made(type, at, data) : signal;
        if (signal != null) {
          courier.offer(signal);
        }
      }
    }
  }

  /** The outermost place that sees this fail. */
  private static @Nullable Signal made(EventType type, Instant at, JsonLine data) {
    try {
      return Signal.of(type, at, data);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a signal about " + type.text() + " met a bug", e);
      return null;
    }
  }

  /** How it stands with each endpoint. */
  public List<EndpointState> states() {
    return couriers.stream().map(Courier::state).toList();
  }

  /** Ends everything; what has not arrived is given up. May be called twice. */
  @Override
  public void close() {
    use(List.of());
    clock.shutdownNow();
  }
}
