package dev.keybearer.cli.config;

import dev.keybearer.cli.config.EndpointsConfig.Genesys;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.MapOf;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import java.util.Map;

/**
 * The tokens of one issuer that a route lets through.
 *
 * @param issuer whose
 * @param expectation what they have to be: as for the issuer; audiences that the route names have
 *     taken the place of the issuer's
 * @param scopes all of which they must have
 * @param anyScope one of which they must have; empty when that does not matter
 * @param claims what they must say, by the name of the claim
 */
public record AcceptedTokens(
    Named<IssuerConfig> issuer,
    ExpectationConfig.Accepted expectation,
    List<String> scopes,
    List<String> anyScope,
    Map<String, String> claims) {
  static final String ISSUER = "issuer";
  static final Shape<AcceptedTokens> SHAPE = shape();

  private static Shape<AcceptedTokens> shape() {
    var keys = Keys.of("The tokens of one issuer that are let through.");
    var issuer = keys.required(ISSUER, Sections.ISSUERS.reference(), "Whose: its name.");
    var audiences =
        keys.defaulted(
            "audiences",
            ListOf.of(Texts.TEXT),
            "[]",
            "Our names in them, in the place of those of the issuer.");
    var scopes = keys.defaulted("scopes", Scopes.TYPE, "[]", "All of which they must have.");
    var anyScope = keys.defaulted("any-scope", Scopes.TYPE, "[]", "One of which they must have.");
    var claims =
        keys.defaulted(
            "claims",
            MapOf.of(Texts.TEXT, Texts.TEXT),
            "{}",
            "What they must say, claim by claim.");
    return keys.build(
        in -> {
          Named<IssuerConfig> from = in.get(issuer);
          ExpectationConfig.Accepted expected = from.value().accepting(in.get(audiences));
          if (expected == null) {
            refuse(in.at(issuer), from);
            return null;
          }
          return new AcceptedTokens(
              from, expected, in.get(scopes), in.get(anyScope), in.get(claims));
        });
  }

  /** Whether a token could be of both. */
  boolean meets(AcceptedTokens other) {
    return issuer.name().equals(other.issuer.name())
        || (issuer.value().identity() != null
            && String.valueOf(issuer.value().identity())
                .equals(String.valueOf(other.issuer.value().identity())));
  }

  /** Whether the issuer is asked about tokens that nobody else can read. */
  boolean isAsked() {
    return issuer.value().isAsked();
  }

  private static void refuse(Place place, Named<IssuerConfig> issuer) {
    String name = issuer.name();
    if (issuer.value().hasKeys()) {
      place.report(
          place
              .problem(Kind.CONFLICT, "leads to an issuer of which no token is accepted")
              .withLabel("issuer " + name + " has no audiences")
              .withHelp(
                  "add audiences: [NAME], our name in its tokens, here or to issuers." + name));
      return;
    }
    place.report(
        place
            .problem(Kind.CONFLICT, "leads to an issuer whose tokens cannot be checked")
            .withLabel("issuer " + name + " has no keys")
            .withHelp(
                issuer.value().endpoints() instanceof Genesys
                    ? "add organizations: [ID], the ids of ours, to issuers." + name
                    : "add issuer, jwks-uri and audiences to issuers." + name));
  }
}
