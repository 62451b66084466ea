package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.gateway.Variant.Feature;
import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.SignedTokens;
import dev.keybearer.benchmark.tool.Sockets;
import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.gateway.health.Health;
import dev.keybearer.gateway.health.Sources;
import dev.keybearer.gateway.health.Thresholds;
import dev.keybearer.gateway.limit.Gauges;
import dev.keybearer.gateway.limit.Pace;
import dev.keybearer.gateway.meter.Meters;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.place.Place;
import dev.keybearer.gateway.record.AccessLog;
import dev.keybearer.gateway.record.CallsToAll;
import dev.keybearer.gateway.record.Ledger;
import dev.keybearer.gateway.record.Refusals;
import dev.keybearer.gateway.record.SecurityEvent;
import dev.keybearer.gateway.record.SecurityEvents;
import dev.keybearer.gateway.record.SecurityListener;
import dev.keybearer.gateway.revocation.Revocation;
import dev.keybearer.gateway.revocation.RevocationList;
import dev.keybearer.gateway.route.Match;
import dev.keybearer.gateway.route.PathPattern;
import dev.keybearer.gateway.route.Route;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.gateway.stage.Pipeline;
import dev.keybearer.gateway.stage.Waiting;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.gateway.upstream.TokenWelcome;
import dev.keybearer.gateway.wire.Wire;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Introspection;
import dev.keybearer.token.verification.Keys;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The gateway as the daemon assembles it, with one route and on one loop. */
final class GuardedProxy {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int EARLY_ENDS = 1_000_000;
  private static final String NAME = "corp";
  private static final String ORDERS = "/orders/**";

  private final TimeSource time = TimeSource.system();
  private final Variant variant;
  private final URI asked;
  private final SignedTokens tokens;

  /**
   * A gateway for these tokens.
   *
   * @param asked whoever knows about tokens, where the variant asks
   */
  GuardedProxy(Variant variant, URI asked, SignedTokens tokens) {
    this.variant = variant;
    this.asked = asked;
    this.tokens = tokens;
  }

  /** Listens; the port. Its tokens have been judged before. */
  int listen(int upstream) throws IOException {
    Route<Way> route =
        new Route<>(Match.of(PathPattern.parse(ORDERS), List.of("GET")), way(upstream));
    Plan plan = Plan.of(List.of(route), TrustedProxies.none());
    Pipeline pipeline = new Pipeline(() -> plan, recorder(), new Waiting(Waiting.MOST), time);
    Wire wire = Wire.open(pipeline, new Wire.Options(1, time), () -> Wire.Limits.STANDARD);
    return wire.listen(Sockets.loopback(0)).getPort();
  }

  private Way way(int upstream) {
    return new Way(
        "orders",
        variant.judges() ? bearers() : new Acceptance.Anyone(),
        new Peer("127.0.0.1", upstream, null, Peer.Limits.STANDARD),
        Condition.sound(),
        new Turnstile(Origin.of(URI.create("http://127.0.0.1:" + upstream)), time),
        variant.has(Feature.ATTACHED) ? attachment() : null,
        FieldRules.NONE,
        variant.has(Feature.LIMITED) ? limited() : Way.Habits.STANDARD);
  }

  /** More than any machine does. */
  private Way.Habits limited() {
    Pace pace = Pace.of(1_000_000, Duration.ofSeconds(1), 1_000_000);
    Gauges.Paces each = new Gauges.Paces(pace, pace);
    Gauges.Limits limits = new Gauges.Limits(each, Gauges.Paces.NONE, pace, each);
    Way.Habits usual = Way.Habits.STANDARD;
    return new Way.Habits(
        usual.passToken(),
        usual.reportOnly(),
        usual.retries(),
        usual.patience(),
        usual.bounds(),
        new Gauges(time).of("orders", limits));
  }

  private Acceptance bearers() {
    Verifiers.Options options = Verifiers.Options.STANDARD.withRevocations(revocations());
    Verifiers verifiers =
        Verifiers.open(variant.has(Feature.ANEW) ? options.withMostVerdicts(0) : options);
    Verifier verifier = verifiers.of(expectation());
    for (String text : tokens.texts()) {
      if (!(verifier.judge(Presentation.bearer(text), PATIENCE) instanceof Verified)) {
        throw new IllegalStateException("a good token was refused");
      }
    }
    Scopes scopes = Scopes.of(SignedTokens.SCOPE);
    Acceptance.Demand demand = new Acceptance.Demand(NAME, scopes, Scopes.none(), Map.of());
    return new Acceptance.Bearers(
        verifier, Challenger.of(Challenger.Offer.bearer(scopes)), List.of(demand));
  }

  private Expectation expectation() {
    if (!variant.has(Feature.ASKED)) {
      Issuer issuer = Issuer.oidc(SignedTokens.ISSUER).withName(NAME);
      return Expectation.of(issuer, SignedTokens.AUDIENCE).withKeys(new Keys.Given(tokens.keys()));
    }
    Endpoints endpoints =
        Endpoints.of(asked.resolve("/token")).withIntrospection(asked.resolve("/introspect"));
    Issuer issuer = Issuer.oauth2(endpoints).withIdentity(SignedTokens.ISSUER).withName(NAME);
    Credential.Client asker =
        new Credential.Client(
            "orders", new ClientAuthentication.Basic(() -> Secret.of(Fleet.SECRET)));
    return Expectation.of(issuer, SignedTokens.AUDIENCE)
        .withCheckOnly(Introspection.of(issuer, asker));
  }

  private RevocationList revocations() {
    RevocationList list = RevocationList.of(time);
    if (variant.has(Feature.REVOKED)) {
      Instant now = time.wall();
      for (int i = 0; i < EARLY_ENDS; i++) {
        Target target = new Target.Numbered(SignedTokens.ISSUER, "ended-" + i);
        list.put(new Revocation(target.key(), target.kind(), null, now.plus(Canned.LIFE), now));
      }
    }
    return list;
  }

  /** A source as the daemon has them, whose token rested in its store. */
  private static Attachment attachment() {
    TokenSources sources =
        TokenSources.open(TokenSources.Options.STANDARD.withStore(Canned.store()));
    Issuer issuer = Fleet.issuer(URI.create("http://127.0.0.1:1/token"));
    Credential credential = Fleet.of(issuer, 1)[0];
    TokenSource source = sources.of(credential);
    source.get();
    return new Attachment(credential.name(), source, new TokenWelcome());
  }

  private CallRecorder recorder() throws IOException {
    if (!variant.has(Feature.RECORDED)) {
      return new Nobody();
    }
    Meters meters = Meters.open(time);
    AccessLog log = AccessLog.open(Path.of("/dev/null"), time);
    Sources sources = new Sources(List::of, List::of, List::of);
    Health health = new Health(sources, Thresholds.STANDARD, time);
    SecurityEvents security =
        SecurityEvents.open(
            Path.of("/dev/null"), new NobodyListens(), address -> Place.UNKNOWN, time);
    return new CallsToAll(
        List.of(meters.calls(), health, new Refusals(Ledger.none(), time), security, log));
  }

  /** No webhook. */
  private record NobodyListens() implements SecurityListener {
    @Override
    public boolean isListening() {
      return false;
    }

    @Override
    public void refused(SecurityEvent event, Place place) {}
  }

  /** Takes note of nothing. */
  private record Nobody() implements CallRecorder {
    @Override
    public void ended(Call call, Ending ending) {}

    @Override
    public void malformed(WireFault fault, Address socket, Answer answer) {}
  }
}
