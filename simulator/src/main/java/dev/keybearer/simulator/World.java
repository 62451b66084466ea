package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Timeline;
import dev.keybearer.simulator.http.Listener;
import dev.keybearer.simulator.http.Wiring;
import dev.keybearer.simulator.tls.Identity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The simulated outside: issuers and APIs on loopback ports, all living by one movable clock. Safe
 * for use by many threads.
 */
public final class World implements AutoCloseable {
  /** One connection is one thread; more than this many at a time are turned away. */
  private static final int MOST_CONNECTIONS = 4096;

  private static final int STACK_BYTES = 256 * 1024;
  private static final String GENESYS = "genesys";
  private static final String CORP = "corp";
  private static final String DEMO_STREAM = "events";
  private static final double DEMO_RATE = 5;

  private final MovableClock clock = new MovableClock();
  private final Map<String, SimulatedPart> parts = new ConcurrentSkipListMap<>();
  private final ThreadPoolExecutor threads = threads();
  private final Timeline timeline = new Timeline(clock, clock::elapsed, clock::scale);
  private final WorldTime time = new WorldTime(clock, timeline);
  private final Listener control;

  private World(int controlPort) {
    clock.watch(timeline::clockChanged);
    control = new Listener(controlPort, wiring(null), new ControlSite(this).handler());
  }

  /** An empty world. */
  public static World open() {
    return open(0);
  }

  private static World open(int controlPort) {
    World world = new World(controlPort);
    world.control.open();
    return world;
  }

  /**
   * A world to look around in: the issuer "corp" and Genesys Cloud, both with the client {@code
   * demo} whose secret is {@code demo-secret}, at "corp" the public client {@code demo-app}, and
   * the stream "events" with five messages a second on {@code orders} and {@code parcels}.
   */
  public static World openDemo(DemoPorts ports) {
    World world = open(ports.control());
    try {
      SimulatedIssuer corp = world.issuer(CORP, ports.issuer());
      corp.client("demo").secret("demo-secret").scopes("orders:read", "orders:write");
      corp.client("demo-app").scopes("openid", "orders:read");
      SimulatedGenesys.Ports genesys =
          new SimulatedGenesys.Ports(ports.login(), ports.api(), ports.streaming());
      world.genesys(genesys, null).client("demo").secret("demo-secret");
      world.stream(DEMO_STREAM, corp, ports.stream())
          .traffic(DEMO_RATE, List.of("orders", "parcels"), 0);
      return world;
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
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
    return issuer(name, new SimulatedIssuer.Place(port, ""), null);
  }

  /**
   * The issuer of this name, opened now on a free port when there is none yet, whose identity and
   * addresses have a path such as {@code /realms/corp} behind the port.
   */
  public SimulatedIssuer issuer(String name, String path) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("path '" + path + "' does not look like /realms/corp");
    }
    return issuer(name, new SimulatedIssuer.Place(0, path), null);
  }

  /** An issuer that speaks TLS and asks for a client certificate, opened now when there is none. */
  public SimulatedIssuer tlsIssuer(String name, Identity server) {
    return issuer(name, new SimulatedIssuer.Place(0, ""), server);
  }

  private SimulatedIssuer issuer(
      String name, SimulatedIssuer.Place place, @Nullable Identity server) {
    SimulatedPart part = part(name, () -> new SimulatedIssuer(name, place, wiring(server), clock));
    if (part instanceof SimulatedIssuer issuer) {
      return issuer;
    }
    throw new IllegalArgumentException("'" + name + "' is not an issuer of the standard dialect");
  }

  /** Genesys Cloud, opened now on free ports when it is not there yet. */
  public SimulatedGenesys genesys() {
    return genesys(SimulatedGenesys.Ports.free(), null);
  }

  /** Genesys Cloud over TLS, opened now on free ports when it is not there yet. */
  public SimulatedGenesys tlsGenesys(Identity server) {
    return genesys(SimulatedGenesys.Ports.free(), server);
  }

  private SimulatedGenesys genesys(SimulatedGenesys.Ports ports, @Nullable Identity server) {
    SimulatedPart part =
        part(GENESYS, () -> new SimulatedGenesys(GENESYS, ports, wiring(server), time));
    if (part instanceof SimulatedGenesys genesys) {
      return genesys;
    }
    throw new IllegalStateException("something else is called " + GENESYS);
  }

  /**
   * The stream of this name, opened now on a free port when there is none yet. The tokens of the
   * issuer "corp" open it, which is opened with it when it is not there yet.
   */
  public SimulatedStream stream(String name) {
    return stream(name, issuer(CORP));
  }

  /** The stream of this name, opened now on a free port, for tokens of this issuer. */
  public SimulatedStream stream(String name, SimulatedIssuer issuer) {
    return stream(name, issuer, 0);
  }

  /** The stream of this name, opened now on this port, for tokens of this issuer. */
  public SimulatedStream stream(String name, SimulatedIssuer issuer, int port) {
    return stream(name, port, new SimulatedStream.Surroundings(timeline, issuer), null);
  }

  /** A stream over TLS, opened now on a free port when there is none yet. */
  public SimulatedStream tlsStream(String name, SimulatedIssuer issuer, Identity server) {
    return stream(name, 0, new SimulatedStream.Surroundings(timeline, issuer), server);
  }

  private SimulatedStream stream(
      String name, int port, SimulatedStream.Surroundings around, @Nullable Identity server) {
    SimulatedPart part = part(name, () -> new SimulatedStream(name, port, wiring(server), around));
    if (part instanceof SimulatedStream stream) {
      return stream;
    }
    throw new IllegalArgumentException("'" + name + "' is not a stream");
  }

  private synchronized SimulatedPart part(String name, Supplier<? extends SimulatedPart> opened) {
    SimulatedPart known = parts.get(name);
    if (known != null) {
      return known;
    }
    SimulatedPart fresh = opened.get();
    parts.put(name, fresh);
    return fresh;
  }

  private Wiring wiring(@Nullable Identity server) {
    return new Wiring(clock, threads, server == null ? null : server.server());
  }

  /** The root of the control API. */
  public URI control() {
    return URI.create("http://127.0.0.1:" + control.port() + "/control/");
  }

  /** Everything there is, by name. */
  public List<SimulatedPart> parts() {
    return List.copyOf(parts.values());
  }

  SimulatedPart part(String name) {
    SimulatedPart part = parts.get(name);
    if (part == null) {
      throw new NoSuchElementException("nothing is called '" + name + "'; " + parts.keySet());
    }
    return part;
  }

  SimulatedHost host(String name) {
    if (part(name) instanceof SimulatedHost host) {
      return host;
    }
    throw new NoSuchElementException("'" + name + "' hands out no tokens");
  }

  SimulatedIssuer existingIssuer(String name) {
    if (host(name) instanceof SimulatedIssuer issuer) {
      return issuer;
    }
    throw new NoSuchElementException("'" + name + "' is not an issuer of the standard dialect");
  }

  /** The address of every part, one per line, for people. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (SimulatedPart part : parts()) {
      text.append(part.name()).append('\n');
      part.addresses().forEach((what, uri) -> line(text, what, uri));
    }
    text.append("control\n");
    line(text, "state", control().resolve("state"));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, URI where) {
    text.append("  ").append(what).append(" ".repeat(Math.max(1, 14 - what.length())));
    text.append(where).append('\n');
  }

  /** Closes every port; may be called twice. */
  @Override
  public void close() {
    control.close();
    parts().forEach(SimulatedPart::close);
    timeline.close();
    threads.shutdownNow();
  }

  /** The names of its parts. */
  @Override
  public String toString() {
    return "World" + parts.keySet();
  }
}
