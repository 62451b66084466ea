package dev.keybearer.simulator;

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

  private final MovableClock clock = new MovableClock();
  private final Map<String, SimulatedHost> hosts = new ConcurrentSkipListMap<>();
  private final ThreadPoolExecutor threads = threads();
  private final Listener control;

  private World(int controlPort) {
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
   * demo} whose secret is {@code demo-secret}, and at "corp" the public client {@code demo-app}.
   */
  public static World openDemo(DemoPorts ports) {
    World world = open(ports.control());
    try {
      SimulatedIssuer corp = world.issuer("corp", ports.issuer());
      corp.client("demo").secret("demo-secret").scopes("orders:read", "orders:write");
      corp.client("demo-app").scopes("openid", "orders:read");
      world.genesys(ports.login(), ports.api()).client("demo").secret("demo-secret");
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
    SimulatedHost host = host(name, () -> new SimulatedIssuer(name, place, wiring(server), clock));
    if (host instanceof SimulatedIssuer issuer) {
      return issuer;
    }
    throw new IllegalArgumentException("'" + name + "' is not an issuer of the standard dialect");
  }

  /** Genesys Cloud, opened now on free ports when it is not there yet. */
  public SimulatedGenesys genesys() {
    return genesys(0, 0);
  }

  /** Genesys Cloud, opened now on these ports when it is not there yet. */
  public SimulatedGenesys genesys(int loginPort, int apiPort) {
    SimulatedGenesys.Ports ports = new SimulatedGenesys.Ports(loginPort, apiPort);
    SimulatedHost host =
        host(GENESYS, () -> new SimulatedGenesys(GENESYS, ports, wiring(null), clock));
    if (host instanceof SimulatedGenesys genesys) {
      return genesys;
    }
    throw new IllegalStateException("an issuer of the standard dialect is called " + GENESYS);
  }

  private synchronized SimulatedHost host(String name, Supplier<? extends SimulatedHost> opened) {
    SimulatedHost known = hosts.get(name);
    if (known != null) {
      return known;
    }
    SimulatedHost fresh = opened.get();
    hosts.put(name, fresh);
    return fresh;
  }

  private Wiring wiring(@Nullable Identity server) {
    return new Wiring(clock, threads, server == null ? null : server.server());
  }

  /** The root of the control API. */
  public URI control() {
    return URI.create("http://127.0.0.1:" + control.port() + "/control/");
  }

  /** Every host there is, by name. */
  public List<SimulatedHost> hosts() {
    return List.copyOf(hosts.values());
  }

  SimulatedHost host(String name) {
    SimulatedHost host = hosts.get(name);
    if (host == null) {
      throw new NoSuchElementException("no host is called '" + name + "'; " + hosts.keySet());
    }
    return host;
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
    for (SimulatedHost host : hosts()) {
      text.append(host.name()).append('\n');
      host.addresses().forEach((what, uri) -> line(text, what, uri));
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
    hosts().forEach(SimulatedHost::close);
    threads.shutdownNow();
  }

  /** The names of its hosts. */
  @Override
  public String toString() {
    return "World" + hosts.keySet();
  }
}
