package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.gateway.peer.Network;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calls are let through, and to where.
 *
 * @param listen where they come in
 * @param tls towards callers, or null for plain HTTP
 * @param trustedProxies who is believed when it says who called
 * @param limits of the connections they come in on
 * @param rates how often calls may come
 * @param proofs what those of callers are held against
 * @param upstreams by name; routes hold those they lead to
 * @param routes at least one; no two of them are for the same calls
 */
public record GatewayConfig(
    HostPort listen,
    @Nullable CallerTlsConfig tls,
    List<Network> trustedProxies,
    ConnectionLimits limits,
    GatewayRates rates,
    ProofsConfig proofs,
    Map<String, UpstreamConfig> upstreams,
    List<RouteConfig> routes) {
  static final String LISTEN = "listen";
  private static final ListOf<Network> NETWORKS =
      ListOf.of(Leaf.judgedBy(GatewayConfig::network, "a network"));
  private static final String WHO_IS_BELIEVED =
      "Networks of the proxies that are believed when they say who called.";
  private static final String HELD_AGAINST = "What the DPoP proofs of callers are held against.";
  static final Shape<GatewayConfig> SHAPE = shape();

  private static Shape<GatewayConfig> shape() {
    var keys = Keys.of("What calls are let through, and to where.");
    var listen =
        keys.required(LISTEN, HostPort.TYPE, "Where calls come in, such as 127.0.0.1:8080.");
    var tls = keys.optional("tls", CallerTlsConfig.SHAPE, "TLS towards callers.");
    var proxies = keys.defaulted("trusted-proxies", NETWORKS, "[]", WHO_IS_BELIEVED);
    var limits =
        keys.defaulted("limits", ConnectionLimits.SHAPE, "{}", "What callers may take up.");
    var rates =
        keys.defaulted(
            "rates", GatewayRates.SHAPE, "{}", "How often calls may come on all routes together.");
    var proofs = keys.defaulted("proofs", ProofsConfig.SHAPE, "{}", HELD_AGAINST);
    var upstreams =
        keys.defaulted(
            "upstreams",
            Sections.UPSTREAMS.section(UpstreamConfig.SHAPE),
            "{}",
            "Services that routes share, by name.");
    var routes =
        keys.required(
            "routes", ListOf.of(RouteConfig.SHAPE), "What is let through; nothing else is.");
    return keys.build(
        in -> {
          Routes.check(in.get(routes), in.at(routes));
          checkOrigins(in.get(routes), in.get(proofs), in.at(routes));
          return new GatewayConfig(
              in.get(listen),
              in.get(tls),
              in.get(proxies),
              in.get(limits),
              in.get(rates),
              in.get(proofs),
              in.get(upstreams),
              in.get(routes));
        });
  }

  /** Adds that proofs are asked for and nobody says for which address they are to be. */
  private static void checkOrigins(List<RouteConfig> routes, ProofsConfig proofs, Place atRoutes) {
    boolean asked = routes.stream().anyMatch(route -> route.proof() != ProofRule.NONE);
    if (asked && proofs.origins().isEmpty()) {
      atRoutes.report(
          atRoutes
              .problem(Kind.CONFLICT, "ask for proofs, which are made for an address")
              .withHelp("add gateway.proofs.origins: [\"https://api.example.com\"]"));
    }
  }

  private static Network network(String text) {
    Network network = Network.parse(text);
    if (network.isEverybody()) {
      throw new IllegalArgumentException(
          network + " is everybody, who could then call under any name: name your proxies alone");
    }
    return network;
  }
}
