package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.cli.config.shape.Names;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.gateway.route.Match;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are let through.
 *
 * @param name by which metrics and logs call it; methods, host and path unless it was given one
 * @param match which calls
 * @param accept on whose word
 * @param proof whether callers show that their tokens are theirs
 * @param realm what callers without a token are told to get one for, or null
 * @param upstream where they go; its name is its address when it has none of its own
 * @param credential whose token is attached, or null
 * @param passToken whether the caller's own token goes on
 * @param headers what is changed of their headers
 * @param limits of one call
 * @param websocket whether calls may change to it
 * @param reportOnly whether a refusal is only reported, and the call goes on
 */
public record RouteConfig(
    String name,
    Match match,
    AcceptConfig accept,
    ProofRule proof,
    @Nullable String realm,
    Named<UpstreamConfig> upstream,
    @Nullable Named<CredentialConfig> credential,
    boolean passToken,
    HeaderRules headers,
    CallLimits limits,
    WebSocketConfig websocket,
    boolean reportOnly) {
  static final String NAME = "name";
  static final Shape<RouteConfig> SHAPE = Members.shape();

  /** Whether a token goes to the upstream: ours, or the caller's. */
  public boolean sendsToken() {
    return credential != null || passToken;
  }

  /** Such as {@code GET,POST api.example.com/orders/**}; no two routes have the same. */
  private static String described(Match match) {
    String host = match.host() == null ? "" : match.host();
    return String.join(",", match.methods()) + " " + host + match.path();
  }

  /** The keys of a route. */
  private record Members(
      Key<@Nullable String> name,
      RouteMatch match,
      Key<AcceptConfig> accept,
      Key<ProofRule> proof,
      Key<@Nullable String> realm,
      Key<Named<UpstreamConfig>> upstream,
      Key<@Nullable Named<CredentialConfig>> credential,
      Key<Boolean> passToken,
      Key<HeaderRules> headers,
      CallLimits.Members limits,
      Key<WebSocketConfig> websocket,
      Key<Boolean> reportOnly) {
    static Shape<RouteConfig> shape() {
      var keys = Keys.of("Calls that are let through.");
      Members members =
          new Members(
              keys.optional(
                  NAME, Names.own("a route"), "By which metrics and logs call it; unique."),
              RouteMatch.of(keys),
              keys.required(
                  "accept",
                  AcceptConfig.TYPE,
                  "Whose tokens are let through; anonymous lets in whoever comes."),
              keys.defaulted(
                  "proof",
                  Words.of(ProofRule.values()),
                  "none",
                  "Whether callers prove by DPoP that their tokens are theirs."),
              keys.optional("realm", Realms.TYPE, "What callers need a token for, in their words."),
              keys.required(
                  "upstream",
                  UpstreamConfig.REFERENCE,
                  "Where calls go: https://host, or a name under upstreams."),
              keys.optional(
                  "credential", Sections.CREDENTIALS.reference(), "Whose token is attached."),
              keys.defaulted(
                  "pass-token", Texts.TRUTH, "false", "Whether the caller's own token goes on."),
              keys.defaulted("headers", HeaderRules.SHAPE, "{}", "What is changed of headers."),
              CallLimits.Members.of(keys),
              keys.defaulted(
                  "websocket",
                  WebSocketConfig.TYPE,
                  "false",
                  "Whether calls may change to WebSocket, and what that may take up."),
              keys.defaulted(
                  "report-only",
                  Texts.TRUTH,
                  "false",
                  "Whether refusals are only reported, and the calls go on."));
      return keys.build(members::read);
    }

    private @Nullable RouteConfig read(Fields in) {
      Match calls = match.read(in);
      String given = in.get(name);
      RouteConfig made =
          calls == null
              ? null
              : new RouteConfig(
                  given == null ? described(calls) : given,
                  calls,
                  in.get(accept),
                  in.get(proof),
                  in.get(realm),
                  in.get(upstream),
                  in.get(credential),
                  in.get(passToken),
                  in.get(headers),
                  limits.read(in),
                  in.get(websocket),
                  in.get(reportOnly));
      if (made != null) {
        check(made, in);
        checkWebSocket(made, in);
      }
      return made;
    }

    /** Adds what is wrong between whom the route lets in, what it attaches and where it leads. */
    private void check(RouteConfig made, Fields in) {
      boolean anonymous = made.accept instanceof AcceptConfig.Anonymous;
      if (made.passToken && made.credential != null) {
        String other = "does not go with credential " + made.credential.name();
        refuse(in.at(passToken), other, "remove one of the two");
      } else if (made.passToken && anonymous) {
        refuse(
            in.at(passToken),
            "has nothing to pass on: anonymous callers are asked for no token",
            "remove it, or name an issuer under accept");
      }
      checkProof(made, in);
      if (anonymous && made.headers.readClaims()) {
        refuse(
            in.at(headers),
            "has no claims to read: anonymous callers are asked for no token",
            "write plain text, or name an issuer under accept");
      }
      if (anonymous && made.limits.rates().each().ofSubject() != null) {
        refuse(
            limits.at(in),
            "counts by subjects, and anonymous callers have none",
            "remove " + GatewayRates.PER_SUBJECT + ", or name an issuer under accept");
      }
      if (made.sendsToken() && !made.upstream.value().isPrivate()) {
        Place place = in.at(upstream);
        place.report(
            place
                .problem(Kind.CONFLICT, "would be sent a token over plain http")
                .withLabel(
                    made.credential == null
                        ? "the caller's, by pass-token"
                        : "that of " + made.credential.name())
                .withHelp(Uris.ENCRYPT));
      }
    }

    private void checkWebSocket(RouteConfig made, Fields in) {
      if (!(made.websocket instanceof WebSocketConfig.Tunnels tunnels)) {
        return;
      }
      if (!made.match.methods().contains("GET")) {
        refuse(
            in.at(websocket),
            "begins with a GET, and the route is for none",
            "add GET to methods, or remove it");
      }
      if (tunnels.tokenInProtocol() && made.accept instanceof AcceptConfig.Anonymous) {
        refuse(
            in.at(websocket),
            "takes tokens from Sec-WebSocket-Protocol, and anonymous callers are asked for none",
            "remove token-in-protocol, or name an issuer under accept");
      }
      if (tunnels.rotate() != null && made.credential == null) {
        refuse(
            in.at(websocket),
            "rotates by tokens of ours, and the route attaches none",
            "name a credential, or remove rotate");
      }
    }

    private void checkProof(RouteConfig made, Fields in) {
      boolean anonymous = made.accept instanceof AcceptConfig.Anonymous;
      if (made.proof != ProofRule.NONE && (anonymous || made.passToken)) {
        refuse(
            in.at(proof),
            anonymous
                ? "has nothing to prove: anonymous callers are asked for no token"
                : "does not go with pass-token: what is bound to a caller's key is of no use"
                    + " further on",
            "remove one of the two");
      }
    }

    private static void refuse(Place place, String what, String help) {
      place.report(place.problem(Kind.CONFLICT, what).withHelp(help));
    }
  }
}
