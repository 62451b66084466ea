package dev.keybearer.gateway.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The admin port. Each request has a virtual thread of its own; what it asks for is recorded before
 * it is done. Safe for use by many threads.
 */
public final class AdminServer implements AutoCloseable {
  /** How long requests that are under way may take to end when it is closed. */
  private static final Duration PARTING = Duration.ofSeconds(2);

  private final HttpServer server;
  private final Exchanges exchanges;
  private final Desk desk;
  private final @Nullable LatestTls tls;

  private AdminServer(HttpServer server, Exchanges exchanges, Desk desk, @Nullable LatestTls tls) {
    this.server = server;
    this.exchanges = exchanges;
    this.desk = desk;
    this.tls = tls;
  }

  /**
   * Listens.
   *
   * @param operations do what is asked for
   * @param acts are told of it
   * @throws IOException when nobody can listen there
   */
  public static AdminServer open(Options options, Operations operations, Acts acts, TimeSource time)
      throws IOException {
    return open(options, new Ports(operations, acts, time), Bounds.STANDARD);
  }

  static AdminServer open(Options options, Ports ports, Bounds bounds) throws IOException {
    Desk desk = Desk.ofAll(ports, bounds, Settings.of(options));
    SSLContext context = options.tls();
    LatestTls tls = context == null ? null : new LatestTls(context);
    HttpServer server = bind(options.listen(), tls);
    Exchanges exchanges = new Exchanges("keybearer-admin", bounds);
    server.setExecutor(exchanges);
    server.createContext("/", exchange -> answer(desk, exchange));
    server.start();
    return new AdminServer(server, exchanges, desk, tls);
  }

  private static HttpServer bind(InetSocketAddress listen, @Nullable LatestTls tls)
      throws IOException {
    try {
      if (tls == null) {
        return HttpServer.create(listen, 0);
      }
      HttpsServer server = HttpsServer.create(listen, 0);
      server.setHttpsConfigurator(new Tls(tls.context()));
      return server;
    } catch (IOException e) {
      throw new IOException("the admin port cannot listen at " + listen + ": " + e.getMessage(), e);
    }
  }

  private static void answer(Desk desk, HttpExchange exchange) throws IOException {
    try (exchange) {
      desk.answer(Request.of(exchange)).send(exchange);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * From now on other hosts, clients and keys count; it listens where it did.
   *
   * @throws IllegalArgumentException when they name another address, or take TLS on or off: that
   *     takes a restart
   */
  public void use(Options options) {
    InetSocketAddress here = address();
    InetSocketAddress there = options.listen();
    boolean moved = there.getPort() != 0 && there.getPort() != here.getPort();
    if (moved || !isSame(there.getAddress(), here.getAddress())) {
      throw new IllegalArgumentException(
          "the admin port listens at " + here + ": restart to listen at " + there);
    }
    SSLContext context = options.tls();
    if ((context == null) != (tls == null)) {
      throw new IllegalArgumentException(
          "restart to " + (context == null ? "take TLS off" : "put TLS on") + " the admin port");
    }
    Settings next = Settings.of(options);
    if (tls != null && context != null) {
      tls.use(context);
    }
    desk.use(next);
  }

  /** Told to listen at 0.0.0.0, the platform says that it does so at ::. */
  private static boolean isSame(InetAddress one, InetAddress other) {
    return one.isAnyLocalAddress() ? other.isAnyLocalAddress() : one.equals(other);
  }

  /** Takes no more requests, and lets those under way end within two seconds; twice is fine. */
  @Override
  public void close() {
    exchanges.drain(PARTING);
    server.stop(0);
    exchanges.close();
  }

  /**
   * How the admin port is reached, and by whom.
   *
   * @param hosts the names it is called by besides {@code localhost} and loopback addresses; one
   *     without a port is good for every port
   * @param tls the keys it shows, or null for none
   * @param clients who may use it, or nobody: then everybody on this machine may, and gets no token
   */
  public record Options(
      InetSocketAddress listen,
      Set<String> hosts,
      @Nullable SSLContext tls,
      List<AdminClient> clients) {
    /**
     * Options.
     *
     * @throws IllegalArgumentException when they would leave the port open to others, or are none,
     *     with what to change
     */
    public Options {
      hosts = Set.copyOf(hosts);
      clients = List.copyOf(clients);
      if (listen.isUnresolved()) {
        throw new IllegalArgumentException(
            "the admin port cannot listen at " + listen + ": no address is known for that name");
      }
      if (!listen.getAddress().isLoopbackAddress() && (tls == null || clients.isEmpty())) {
        throw new IllegalArgumentException(
            "the admin port at "
                + listen
                + " could be reached from other machines: give it TLS and clients, or listen at"
                + " 127.0.0.1");
      }
      Hosts.of(hosts);
      Clients.of(clients);
    }
  }

  /** Which versions of TLS are spoken. */
  private static final class Tls extends HttpsConfigurator {
    Tls(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters spoken = getSSLContext().getDefaultSSLParameters();
      spoken.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setSSLParameters(spoken);
    }
  }
}
