package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Wiring;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The simulated outside: issuers and APIs on free loopback ports, all living by one movable clock.
 * Safe for use by many threads.
 */
public final class World implements AutoCloseable {
  /** One connection is one thread; more than this many at a time are turned away. */
  private static final int MOST_CONNECTIONS = 4096;

  private static final int STACK_BYTES = 256 * 1024;

  private final MovableClock clock = new MovableClock();
  private final Map<String, SimulatedIssuer> issuers = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads = threads();

  private World() {}

  /** An empty world. */
  public static World open() {
    return new World();
  }

  private static ThreadPoolExecutor threads() {
    AtomicLong number = new AtomicLong();
    return new ThreadPoolExecutor(
        0,
        MOST_CONNECTIONS,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          String name = "simulator-connection-" + number.incrementAndGet();
          Thread thread = new Thread(null, task, name, STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The time of this world. */
  public MovableClock clock() {
    return clock;
  }

  /** The issuer of this name, opened now on a free port when there is none yet. */
  public SimulatedIssuer issuer(String name) {
    return issuer(name, 0);
  }

  /** The issuer of this name, opened now on this port when there is none yet. */
  public SimulatedIssuer issuer(String name, int port) {
    return issuers.computeIfAbsent(
        name, key -> new SimulatedIssuer(key, port, new Wiring(clock, threads, null), clock));
  }

  /** Closes every port; may be called twice. */
  @Override
  public void close() {
    issuers.values().forEach(SimulatedIssuer::close);
    threads.shutdownNow();
  }
}
