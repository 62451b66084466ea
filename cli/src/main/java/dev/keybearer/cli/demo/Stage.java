package dev.keybearer.cli.demo;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.DemoPorts;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.jose.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A simulated outside with its addresses, and the config of a gateway before it. */
public final class Stage implements AutoCloseable {
  private static final int GATEWAY = 8080;
  private static final int ADMIN = 9090;
  private static final String STREAM = "events";

  /** Short enough to see what happens at its end. */
  private static final Duration STREAM_LIFE = Duration.ofSeconds(30);

  private final World world;
  private final DemoAddresses addresses;
  private final Path file;

  private Stage(World world, DemoAddresses addresses, Path file) {
    this.world = world;
    this.addresses = addresses;
    this.file = file;
  }

  /**
   * Sets it up.
   *
   * @param path of the folder where it keeps things
   * @param life of tokens
   */
  public static Stage set(Path path, Duration life, boolean freePorts) throws IOException {
    DemoFolder folder = DemoFolder.open(path);
    World world = World.openDemo(freePorts ? DemoPorts.free() : DemoPorts.usual());
    try {
      SimulatedIssuer corp = world.issuer("corp");
      corp.habits().tokenLife(life);
      SigningKey key = folder.issuerKey();
      corp.keys().publish(key).adopt(key);
      corp.client("caller").secret("caller-secret").scopes("orders:read");
      corp.client("events")
          .secret("events-secret")
          .scopes("orders:read")
          .tokenLife(life.compareTo(STREAM_LIFE) < 0 ? life : STREAM_LIFE);
      DemoAddresses addresses =
          new DemoAddresses(
              corp.uri().getPort(),
              world.genesys().login().getPort(),
              world.genesys().api().getPort(),
              world.stream(STREAM).uri().getPort(),
              freePorts ? free() : GATEWAY,
              freePorts ? free() : ADMIN);
      return new Stage(world, addresses, folder.config(addresses));
    } catch (IOException | RuntimeException e) {
      world.close();
      throw e;
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The file that the gateway reads. */
  public Path file() {
    return file;
  }

  /** What the gateway is told. */
  public Config config() {
    return Config.load(file);
  }

  /** What people may type. */
  public String lines() {
    return addresses.lines();
  }

  /** Looks at what the gateway delivers of its stream. */
  public StreamWatch watch(Daemon daemon, Consumer<String> tell) {
    return stream(daemon).telling(tell);
  }

  private StreamWatch stream(Daemon daemon) {
    return new StreamWatch(daemon, world.stream(STREAM), file.resolveSibling(DemoFolder.DELIVERED));
  }

  /** Goes round, with a restart of the gateway on the way; whether all was as it should be. */
  public boolean tour(PrintWriter out, Consumer<String> say)
      throws IOException, InterruptedException {
    Tour tour = new Tour(addresses, out);
    String revoked;
    try (Daemon before = Daemon.open(file, config(), say)) {
      say.accept("calls come in at " + before.listens());
      revoked = tour.first();
      tour.stream(stream(before));
    }
    try (Daemon after = Daemon.open(file, config(), say)) {
      say.accept("stopped, and started again; calls come in at " + after.listens());
      tour.second(revoked);
    }
    return tour.wentWell();
  }

  @Override
  public void close() {
    world.close();
  }
}
