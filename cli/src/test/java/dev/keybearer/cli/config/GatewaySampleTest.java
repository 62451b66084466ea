package dev.keybearer.cli.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.gateway.limit.Gauges.Paces;
import dev.keybearer.gateway.limit.Pace;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.route.Match;
import dev.keybearer.gateway.route.PathPattern;
import dev.keybearer.gateway.signal.EventFilter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a config says about the gateway and the admin port. */
class GatewaySampleTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/samples").toAbsolutePath().normalize();
  private static final UpstreamConfig.Times TIMES =
      new UpstreamConfig.Times(
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5));
  private static final CallLimits LIMITS =
      new CallLimits(10 << 20, 64 << 10, Duration.ofSeconds(10), new CallRates(null, Paces.NONE));
  private static final WebSocketConfig TUNNELS =
      new WebSocketConfig.Tunnels(
          List.of("https://app.example.com", "http://localhost:3000"),
          true,
          new WebSocketConfig.Places(200, 4),
          new WebSocketConfig.Bounds(64 << 10, Duration.ofMinutes(1), Duration.ofHours(8)),
          new RotateConfig(2, RotateConfig.Overlap.ANY_ONE, Duration.ofMillis(500)));

  private static final HeaderRules UNCHANGED = new HeaderRules(Map.of(), List.of());

  private final Config config = Config.load(FOLDER.resolve("complete.yaml"));
  private final GatewayConfig gateway = requireNonNull(config.gateway());

  @Test
  void readsWhereItListensAndWhomItBelieves() {
    assertThat(gateway.listen()).isEqualTo(new HostPort("0.0.0.0", 8080));
    assertThat(gateway.trustedProxies())
        .containsExactly(
            Network.parse("10.0.0.0/8"), Network.parse("fd00::/8"), Network.parse("192.0.2.1"));
    assertThat(gateway.limits())
        .isEqualTo(
            new ConnectionLimits(
                5_000,
                500,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                16 << 10,
                Duration.ofSeconds(20)));
  }

  @Test
  void readsHowOftenCallsMayCome() {
    assertThat(gateway.rates())
        .isEqualTo(
            new GatewayRates(
                new Paces(
                    Pace.of(100, Duration.ofSeconds(1), 200),
                    Pace.of(50, Duration.ofSeconds(1), 50)),
                new Paces(
                    Pace.of(60, Duration.ofMinutes(1), 60),
                    Pace.of(10, Duration.ofMinutes(10), 10))));
  }

  @Test
  void readsWhatProofsAreHeldAgainst() {
    assertThat(gateway.proofs())
        .isEqualTo(
            new ProofsConfig(
                List.of(
                    URI.create("https://api.example.com"),
                    URI.create("https://api2.example.com:8443")),
                true,
                Duration.ofSeconds(30)));
  }

  @Test
  void readsTlsTowardsCallers() {
    assertThat(gateway.tls())
        .isEqualTo(
            new CallerTlsConfig(
                List.of(
                    new TlsIdentity(
                        new SecretReference.File(FOLDER.resolve("api.pem")),
                        new SecretReference.File(FOLDER.resolve("api.key"))),
                    new TlsIdentity(
                        new SecretReference.File(FOLDER.resolve("wild.pem")),
                        new SecretReference.Environment("WILD_KEY"))),
                CallerTlsConfig.Version.TLS_1_3,
                CallerTlsConfig.ClientAuth.WANT,
                FOLDER.resolve("callers.pem"),
                true,
                Duration.ofSeconds(5)));
  }

  @Test
  void readsEveryKeyOfARoute() {
    assertThat(gateway.routes().getFirst())
        .isEqualTo(
            new RouteConfig(
                "orders",
                new Match(
                    PathPattern.parse("/api/orders/**"), Set.of("GET", "POST"), "api.example.com"),
                new AcceptConfig.Tokens(
                    List.of(
                        new AcceptedTokens(
                            issuer("corp"),
                            expectation("corp").withAudiences(List.of("orders-only")),
                            List.of("orders:read"),
                            List.of("orders:eu", "orders:us"),
                            Map.of("tenant", "acme")))),
                ProofRule.DPOP,
                "the orders of acme",
                new Named<>("orders", upstream("orders")),
                new Named<>("analytics", requireNonNull(config.credentials().get("analytics"))),
                false,
                new HeaderRules(
                    Map.of(
                        "X-Customer", new HeaderValue.Claim("sub"),
                        "X-Env", new HeaderValue.Plain("prod")),
                    List.of("X-Debug")),
                new CallLimits(
                    1 << 20,
                    32 << 10,
                    Duration.ofSeconds(5),
                    new CallRates(
                        Pace.of(1_000, Duration.ofSeconds(1), 1_000),
                        new Paces(
                            Pace.of(20, Duration.ofSeconds(1), 40),
                            Pace.of(600, Duration.ofMinutes(1), 600)))),
                TUNNELS,
                true));
  }

  @Test
  void readsEveryKeyOfAnUpstream() {
    assertThat(upstream("orders"))
        .isEqualTo(
            new UpstreamConfig(
                URI.create("https://orders.example.com:8443"),
                128,
                new UpstreamConfig.Times(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10)),
                FOLDER.resolve("corporate-ca.pem"),
                new TlsIdentity(
                    new SecretReference.File(FOLDER.resolve("client.pem")),
                    new SecretReference.File(FOLDER.resolve("client.key"))),
                2));
  }

  @Test
  void namesARouteByItsMethodsAndPathAndChangesNothing() {
    assertThat(gateway.routes().get(2))
        .isEqualTo(
            new RouteConfig(
                "GET /about",
                Match.of(PathPattern.parse("/about"), List.of("GET")),
                new AcceptConfig.Anonymous(),
                ProofRule.NONE,
                null,
                new Named<>(
                    "http://about.example.com",
                    new UpstreamConfig(
                        URI.create("http://about.example.com"), 64, TIMES, null, null, 1)),
                null,
                false,
                UNCHANGED,
                LIMITS,
                new WebSocketConfig.None(),
                false));
  }

  @Test
  void acceptsSeveralIssuersByTheirOwnExpectations() {
    RouteConfig items = gateway.routes().get(1);

    assertThat(items.passToken()).isTrue();
    assertThat(items.sendsToken()).isTrue();
    assertThat(items.websocket())
        .isEqualTo(
            new WebSocketConfig.Tunnels(
                List.of(),
                false,
                new WebSocketConfig.Places(1_000, 20),
                new WebSocketConfig.Bounds(1 << 20, Duration.ofMinutes(5), Duration.ofDays(1)),
                null));
    assertThat(items.accept())
        .isEqualTo(
            new AcceptConfig.Tokens(
                List.of(
                    new AcceptedTokens(
                        issuer("corp"), expectation("corp"), List.of(), List.of(), Map.of()),
                    new AcceptedTokens(
                        issuer("shared"),
                        expectation("shared"),
                        List.of("items"),
                        List.of(),
                        Map.of()),
                    new AcceptedTokens(
                        issuer("public"),
                        ExpectationConfig.Accepted.of(List.of("desk")),
                        List.of(),
                        List.of(),
                        Map.of()))));
  }

  @Test
  void takesAnUpstreamThatStandsAtTheRoute() {
    RouteConfig hooks = gateway.routes().get(3);

    assertThat(hooks.sendsToken()).isFalse();
    assertThat(hooks.upstream())
        .isEqualTo(
            new Named<>(
                "https://[::1]:9443",
                new UpstreamConfig(URI.create("https://[::1]:9443"), 64, TIMES, null, null, 0)));
  }

  /** M1: elsewhere than on this machine, with TLS and clients. */
  @Test
  void readsTheAdminPort() {
    assertThat(config.admin())
        .isEqualTo(
            new AdminConfig(
                new HostPort("[::]", 9443),
                List.of("ops.example.com"),
                new TlsIdentity(
                    new SecretReference.File(FOLDER.resolve("admin.pem")),
                    new SecretReference.File(FOLDER.resolve("admin.key"))),
                FOLDER.resolve("keybearer.sock"),
                Map.of(
                    "ops",
                    new AdminClient(
                        new SecretReference.Environment("OPS_KEY"),
                        null,
                        List.of(AdminClient.Role.READ, AdminClient.Role.OPERATE),
                        List.of()),
                    "sidecar",
                    new AdminClient(
                        new SecretReference.File(FOLDER.resolve("sidecar.key")),
                        null,
                        List.of(),
                        List.of("analytics")),
                    "reports",
                    new AdminClient(null, "reports", List.of(), List.of("analytics", "nightly")))));
  }

  @Test
  void readsInWhichFilesTokensAreKept() {
    assertThat(config.tokenFiles()).isEqualTo(Map.of("ready", FOLDER.resolve("run/ready.token")));
  }

  @Test
  void readsLogAndRevocations() {
    assertThat(config.log())
        .isEqualTo(
            new LogConfig(
                LogTarget.Stream.STDERR,
                new LogTarget.File(FOLDER.resolve("access.log")),
                new LogTarget.File(FOLDER.resolve("security.log"))));
    assertThat(config.revocations()).isEqualTo(new RevocationsConfig(Duration.ofDays(90)));
  }

  @Test
  void readsWhereTracesGo() {
    assertThat(config.traces())
        .isEqualTo(
            new TracesConfig(URI.create("http://127.0.0.1:4318/v1/traces"), new Percentage(0.005)));
  }

  @Test
  void readsPlacesAndSignals() {
    assertThat(config.geo()).isEqualTo(new GeoConfig(FOLDER.resolve("GeoLite2-City.mmdb")));
    assertThat(config.signals())
        .containsExactly(
            new SignalConfig(
                "idm.example.com",
                URI.create("https://idm.example.com/hooks?key=1"),
                new SecretReference.Environment("HOOK_SECRET"),
                new SecretReference.File(FOLDER.resolve("hook.next")),
                List.of(
                    EventFilter.parse("token.*"),
                    EventFilter.parse("stream.*"),
                    EventFilter.parse("security.auth_failure")),
                new AllowConfig(List.of(), List.of()),
                FOLDER.resolve("corporate-ca.pem")),
            new SignalConfig(
                "local",
                URI.create("http://127.0.0.1:9000/"),
                new SecretReference.Environment("LOCAL"),
                null,
                List.of(EventFilter.parse("*")),
                new AllowConfig(List.of(Network.parse("127.0.0.0/8")), List.of(9000)),
                null));
  }

  private Named<IssuerConfig> issuer(String name) {
    return new Named<>(name, requireNonNull(config.issuers().get(name), name));
  }

  private ExpectationConfig.Accepted expectation(String issuer) {
    return (ExpectationConfig.Accepted) issuer(issuer).value().expectation();
  }

  private UpstreamConfig upstream(String name) {
    return requireNonNull(gateway.upstreams().get(name), name);
  }
}
