package dev.keybearer.cli.config;

import dev.keybearer.cli.config.EndpointsConfig.ByHand;
import dev.keybearer.cli.config.EndpointsConfig.Discovered;
import dev.keybearer.cli.config.EndpointsConfig.Genesys;
import dev.keybearer.cli.config.ExpectationConfig.Accepted;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server.
 *
 * @param endpoints where it is
 * @param clientAuthentication how clients prove who they are
 * @param limits how often it is asked at most
 * @param trust a PEM file of the authorities its TLS certificate is checked against, or null for
 *     those of the Java runtime
 * @param expectation what its tokens have to be when others present them
 */
public record IssuerConfig(
    EndpointsConfig endpoints,
    ClientAuthentication clientAuthentication,
    LimitsConfig limits,
    @Nullable Path trust,
    ExpectationConfig expectation) {
  static final Shape<IssuerConfig> SHAPE = shape();

  private static Shape<IssuerConfig> shape() {
    var keys = Keys.of("An authorization server.");
    var kind =
        keys.required(
            "kind", Words.of(EndpointsConfig.Kind.values()), "How its endpoints are found.");
    var endpoints = keys.choose(kind, EndpointsConfig.SHAPES);
    var clientAuthentication =
        keys.defaulted(
            "client-auth",
            Words.of(ClientAuthentication.values()),
            "basic",
            "How clients prove who they are.");
    var limits =
        keys.defaulted("limits", LimitsConfig.SHAPE, "{}", "How often it is asked at most.");
    var trust =
        keys.optional(
            "trust",
            Texts.PATH,
            "PEM file of the authorities its TLS certificate is checked with.");
    var expectation = keys.choose(kind, ExpectationConfig.SHAPES);
    return keys.build(
        in -> {
          var made =
              new IssuerConfig(
                  in.get(endpoints),
                  in.get(clientAuthentication),
                  in.get(limits),
                  in.get(trust),
                  in.get(expectation));
          made.check(in.here());
          return made;
        });
  }

  /** Adds what is wrong between what is expected of tokens and where that is found out. */
  private void check(Place here) {
    if (!(expectation instanceof Accepted accepted)) {
      return;
    }
    if (accepted.sharedSecret() != null && jwks() != null) {
      refuse(here.below(EndpointsConfig.JWKS), "does not go with shared-secret", "remove one");
    }
    if (!(endpoints instanceof ByHand given)) {
      return;
    }
    boolean signed = accepted.sharedSecret() != null || given.jwks() != null;
    if (signed && given.issuer() == null) {
      refuse(here, "accepts signed tokens and has no name in them", "add issuer");
    }
    if (accepted.introspection() != null && given.introspection() == null) {
      refuse(
          here.below(IntrospectionConfig.SECTION),
          "needs " + ByHand.INTROSPECTION,
          "add " + ByHand.INTROSPECTION);
    }
    if (!signed && accepted.introspection() == null) {
      refuse(
          here,
          "accepts tokens and has nothing to check them with",
          "add jwks-uri or shared-secret for signed tokens, introspection for others");
    }
  }

  /** Whether signatures of its tokens can be checked. */
  boolean hasKeys() {
    boolean shared = expectation instanceof Accepted accepted && accepted.sharedSecret() != null;
    return switch (endpoints) {
      case Discovered oidc -> true;
      case ByHand given -> given.issuer() != null && (given.jwks() != null || shared);
      case Genesys genesys -> false;
    };
  }

  /** Whether it is asked about tokens that nobody else can read. */
  public boolean isAsked() {
    return expectation instanceof Accepted accepted
        && (accepted.introspection() != null || endpoints instanceof Genesys);
  }

  /**
   * What its tokens have to be where other names of ours may stand in the place of its own, or null
   * when none is accepted.
   *
   * @param audiences our names there; empty for those of the issuer
   */
  @Nullable Accepted accepting(List<String> audiences) {
    if (expectation instanceof Accepted accepted) {
      return audiences.isEmpty() ? accepted : accepted.withAudiences(audiences);
    }
    return audiences.isEmpty() || !hasKeys() ? null : Accepted.of(audiences);
  }

  /** What its tokens call it, or null when they do not. */
  public @Nullable URI identity() {
    return switch (endpoints) {
      case Discovered oidc -> oidc.issuer();
      case ByHand given -> given.issuer();
      case Genesys _ -> null;
    };
  }

  private @Nullable URI jwks() {
    return switch (endpoints) {
      case Discovered oidc -> oidc.jwks();
      case ByHand given -> given.jwks();
      case Genesys genesys -> null;
    };
  }

  private static void refuse(Place place, String what, String help) {
    place.report(place.problemAtKey(Kind.CONFLICT, what).withHelp(help));
  }
}
