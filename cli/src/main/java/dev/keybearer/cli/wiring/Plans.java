package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AcceptConfig;
import dev.keybearer.cli.config.AcceptedTokens;
import dev.keybearer.cli.config.CallLimits;
import dev.keybearer.cli.config.CallRates;
import dev.keybearer.cli.config.CredentialConfig;
import dev.keybearer.cli.config.ExpectationConfig.Accepted;
import dev.keybearer.cli.config.GatewayConfig;
import dev.keybearer.cli.config.GatewayRates;
import dev.keybearer.cli.config.HeaderRules;
import dev.keybearer.cli.config.HeaderValue;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.cli.config.ProofRule;
import dev.keybearer.cli.config.ProofsConfig;
import dev.keybearer.cli.config.RotateConfig;
import dev.keybearer.cli.config.RotateConfig.Overlap;
import dev.keybearer.cli.config.RouteConfig;
import dev.keybearer.cli.config.UpstreamConfig;
import dev.keybearer.cli.config.WebSocketConfig;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.Acceptance.Demand;
import dev.keybearer.gateway.call.Acceptance.Proving;
import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.call.TunnelPlaces;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.limit.Gauges;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.route.Route;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.gateway.upstream.TokenWelcome;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Presentation.Scheme;
import dev.keybearer.token.verification.Proofs;
import dev.keybearer.token.verification.Verifiers;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes plans of the gateway. */
final class Plans {
  private final Parts parts;
  private final Verifiers verifiers;
  private final Function<String, TokenSource> sources;
  private final Duration longestLife;
  private final Gauges gauges;
  private final Memo<Peer, Condition> conditions = new Memo<>();
  private final Memo<Attached, Attachment> attachments = new Memo<>();
  private final Memo<Attached, Turnstile> rows = new Memo<>();
  private final Memo<Placed, TunnelPlaces> places = new Memo<>();

  /**
   * Makes plans.
   *
   * @param sources of tokens, by the name of their credential
   * @param longestLife of a token that is let in; revocations are kept for as long
   */
  Plans(
      Parts parts,
      Verifiers verifiers,
      Function<String, TokenSource> sources,
      Duration longestLife) {
    this.parts = parts;
    this.verifiers = verifiers;
    this.sources = sources;
    this.longestLife = longestLife;
    this.gauges = new Gauges(parts.time());
  }

  /** What a config says about calls. */
  Plan of(GatewayConfig config) {
    List<Route<Way>> routes = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      routes.add(new Route<>(route.match(), way(route, config)));
    }
    return Plan.of(routes, TrustedProxies.of(config.trustedProxies()));
  }

  /** What was made so far, and is kept as long as it is used. */
  List<Memo<?, ?>> memos() {
    return List.of(conditions, attachments, rows, places);
  }

  private Way way(RouteConfig route, GatewayConfig config) {
    UpstreamConfig upstream = route.upstream().value();
    Peer peer = peer(upstream);
    Named<CredentialConfig> credential = route.credential();
    return new Way(
        route.name(),
        acceptance(route, config.proofs()),
        peer,
        conditions.of(peer, same -> Condition.sound()),
        row(new Attached(peer, credential == null ? null : credential.name())),
        credential == null ? null : attachment(peer, credential.name()),
        rules(route.headers()),
        habits(route, upstream, config.rates()),
        tunnelling(route));
  }

  private @Nullable Tunnelling tunnelling(RouteConfig route) {
    return switch (route.websocket()) {
      case WebSocketConfig.None _ -> null;
      case WebSocketConfig.Tunnels tunnels -> rotating(staying(route, tunnels), tunnels.rotate());
    };
  }

  private Tunnelling staying(RouteConfig route, WebSocketConfig.Tunnels tunnels) {
    return new Tunnelling(
        Set.copyOf(tunnels.origins()),
        tunnels.tokenInProtocol(),
        places.of(
            new Placed(route.name(), tunnels.places()),
            same -> new TunnelPlaces(same.places().all(), same.places().perCaller())),
        new TunnelTerms.Bounds(
            tunnels.bounds().message(), tunnels.bounds().idle(), tunnels.bounds().longest()));
  }

  private static Tunnelling rotating(Tunnelling staying, @Nullable RotateConfig rotate) {
    return rotate == null
        ? staying
        : staying.rotating(
            new Rotation.Rules(
                rotate.repeat(), rotate.overlap() == Overlap.BROADCAST, rotate.skew()));
  }

  private Attachment attachment(Peer peer, String credential) {
    return attachments.of(
        new Attached(peer, credential),
        same -> new Attachment(credential, sources.apply(credential), new TokenWelcome()));
  }

  /** Whoever carries the same credential to an upstream waits in the same row. */
  private Turnstile row(Attached attached) {
    return rows.of(
        attached, same -> new Turnstile(Origin.of(URI.create(same.peer().origin())), parts.time()));
  }

  private Peer peer(UpstreamConfig config) {
    URI url = config.url();
    boolean encrypted = url.getScheme().equals("https");
    int port = url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80;
    String host = url.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    UpstreamConfig.Times times = config.times();
    return new Peer(
        bare,
        port,
        encrypted ? tls(config) : null,
        new Peer.Limits(
            config.connections(), times.connect(), times.answer(), times.idle(), times.maxAge()));
  }

  private SSLContext tls(UpstreamConfig config) {
    if (config.identity() != null) {
      return parts
          .tls()
          .showing(
              parts.secrecy().certificate(config.identity().certificate()),
              parts.secrecy().source(config.identity().privateKey()),
              config.trust());
    }
    return config.trust() == null ? parts.tls().usual() : parts.tls().trusting(config.trust());
  }

  private Acceptance acceptance(RouteConfig route, ProofsConfig proofs) {
    return switch (route.accept()) {
      case AcceptConfig.Anonymous _ -> new Acceptance.Anyone();
      case AcceptConfig.Tokens tokens -> bearers(tokens.issuers(), route, proofs);
    };
  }

  private Acceptance bearers(
      List<AcceptedTokens> accepted, RouteConfig route, ProofsConfig proofs) {
    List<Expectation> expected = new ArrayList<>();
    List<Demand> demands = new ArrayList<>();
    List<String> needed = new ArrayList<>();
    for (AcceptedTokens each : accepted) {
      IssuerConfig issuer = each.issuer().value();
      expected.add(
          parts.expectations().of(each.issuer().name(), issuer, bounded(each.expectation())));
      demands.add(
          new Demand(
              each.issuer().name(),
              Scopes.of(each.scopes()),
              Scopes.of(each.anyScope()),
              each.claims()));
      needed.addAll(each.scopes());
    }
    boolean proves = route.proof() != ProofRule.NONE;
    Challenger.Offer offer =
        new Challenger.Offer(
            route.realm(),
            schemes(route.proof()),
            proves ? Proofs.STANDARD.algorithms() : Set.of(),
            Scopes.of(needed));
    boolean required = route.proof() == ProofRule.REQUIRED;
    return new Acceptance.Bearers(
        verifiers.of(expected),
        Challenger.of(offer),
        demands,
        proves ? new Proving(required, origins(proofs), verifiers::nonce) : null);
  }

  private static List<String> origins(ProofsConfig proofs) {
    return proofs.origins().stream().map(URI::toString).toList();
  }

  private static Set<Scheme> schemes(ProofRule proof) {
    return switch (proof) {
      case NONE -> Set.of(Scheme.BEARER);
      case DPOP -> Set.of(Scheme.BEARER, Scheme.DPOP);
      case REQUIRED -> Set.of(Scheme.DPOP);
    };
  }

  /** No token lives longer than what ended it early is remembered. */
  private Accepted bounded(Accepted accepted) {
    Duration given = accepted.longestLife();
    boolean shorter = given != null && given.compareTo(longestLife) <= 0;
    return shorter ? accepted : accepted.withLongestLife(longestLife);
  }

  private static FieldRules rules(HeaderRules config) {
    List<FieldRules.Rule> set = new ArrayList<>();
    config.set().forEach((name, value) -> set.add(rule(name, value)));
    return new FieldRules(set, Set.copyOf(config.remove()));
  }

  private static FieldRules.Rule rule(String name, HeaderValue value) {
    return switch (value) {
      case HeaderValue.Claim claim -> new FieldRules.Rule.OfClaim(name, claim.name());
      case HeaderValue.Plain plain -> new FieldRules.Rule.Fixed(Field.of(name, plain.text()));
    };
  }

  private Way.Habits habits(RouteConfig route, UpstreamConfig upstream, GatewayRates rates) {
    CallLimits limits = route.limits();
    return new Way.Habits(
        route.passToken(),
        route.reportOnly(),
        upstream.retries(),
        limits.patience(),
        new Departure.Bounds(limits.body(), Math.toIntExact(limits.replay())),
        gauges.of(route.name(), limits(limits.rates(), rates)));
  }

  private static Gauges.Limits limits(CallRates here, GatewayRates everywhere) {
    return new Gauges.Limits(everywhere.calls(), here.each(), here.all(), everywhere.guesses());
  }

  /** An upstream, and the credential whose token goes there, if any does. */
  private record Attached(Peer peer, @Nullable String credential) {}

  /** A route, and how many tunnels it may have: open ones keep their places in a new plan. */
  private record Placed(String route, WebSocketConfig.Places places) {}
}
