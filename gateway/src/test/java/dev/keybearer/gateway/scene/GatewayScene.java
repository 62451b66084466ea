package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.route.Match;
import dev.keybearer.gateway.route.PathPattern;
import dev.keybearer.gateway.route.Route;
import dev.keybearer.gateway.stage.Pipeline;
import dev.keybearer.gateway.stage.Waiting;
import dev.keybearer.gateway.tls.CallerTls;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.gateway.wire.Wire;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway on real sockets before a {@link RawUpstream}, for a test that sets its routes. */
public final class GatewayScene implements AutoCloseable {
  private final RawUpstream upstream = RawUpstream.open();
  private final RecordingCalls calls = new RecordingCalls();
  private final List<Route<Way>> routes = new ArrayList<>();
  private final TimeSource time;
  private final Wire wire;
  private final int port;
  private volatile Wire.Limits limits = ofOneAddress();
  private volatile @Nullable CallerTls tls;
  private volatile TrustedProxies proxies = TrustedProxies.none();
  private volatile Plan plan = Plan.of(List.of(), proxies);

  private GatewayScene(TimeSource time, int loops) {
    this.time = time;
    Pipeline pipeline = new Pipeline(() -> plan, calls, new Waiting(1_000), time);
    this.wire = Wire.open(pipeline, new Wire.Options(loops, time), () -> limits, () -> tls);
    try {
      this.port = wire.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static GatewayScene open() {
    return open(TimeSource.system());
  }

  public static GatewayScene open(TimeSource time) {
    return new GatewayScene(time, 2);
  }

  /** On one loop, so that all calls share one pool. */
  public static GatewayScene openOnOneLoop(TimeSource time) {
    return new GatewayScene(time, 1);
  }

  /** Adds a route to the upstream that everybody may take. */
  public GatewayScene route(String path, String... methods) {
    return route(path, UnaryOperator.identity(), methods);
  }

  /** Adds a route that differs from the usual one. */
  public GatewayScene route(String path, UnaryOperator<Way> change, String... methods) {
    Way way = change.apply(way(path));
    routes.add(new Route<>(Match.of(PathPattern.parse(path), List.of(methods)), way));
    plan = Plan.of(routes, proxies);
    return this;
  }

  public GatewayScene trusting(String... networks) {
    proxies = TrustedProxies.of(List.of(networks).stream().map(Network::parse).toList());
    plan = Plan.of(routes, proxies);
    return this;
  }

  /** Connections that begin from now on speak TLS. */
  public GatewayScene tls(CallerTls newTls) {
    tls = newTls;
    return this;
  }

  /** The usual ones, but that all callers come from one address. */
  private static Wire.Limits ofOneAddress() {
    Wire.Limits usual = Wire.Limits.STANDARD;
    return new Wire.Limits(
        usual.connections(),
        usual.connections(),
        usual.proxies(),
        usual.headSize(),
        usual.head(),
        usual.idle());
  }

  public GatewayScene limits(Wire.Limits newLimits) {
    limits = newLimits;
    return this;
  }

  private Way way(String name) {
    Peer peer = new Peer("127.0.0.1", upstream.port(), null, Peer.Limits.STANDARD);
    return new Way(
        name,
        new Acceptance.Anyone(),
        peer,
        Condition.sound(),
        Ways.row(peer, time),
        null,
        FieldRules.NONE,
        Way.Habits.STANDARD);
  }

  public RawUpstream upstream() {
    return upstream;
  }

  public RecordingCalls calls() {
    return calls;
  }

  public Wire wire() {
    return wire;
  }

  public int port() {
    return port;
  }

  /** A plain GET on a connection of its own. */
  public String get(String target, String... fields) {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: api\r\n");
    for (String field : fields) {
      request.append(field).append("\r\n");
    }
    return RawClient.exchange(port, request + "Connection: close\r\n\r\n");
  }

  @Override
  public void close() {
    wire.close();
    upstream.close();
  }
}
