package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tokens of an issuer have to be to be accepted. */
public sealed interface ExpectationConfig {
  /** Scopes that matter at an issuer. */
  String REQUIRE_SCOPES = "require-scopes";

  /** What narrows down tokens of which none is accepted. */
  String USELESS = "is of no use: no token of this issuer is accepted";

  /** The keys that each kind of issuer has. */
  Map<EndpointsConfig.Kind, Shape<? extends ExpectationConfig>> SHAPES =
      Map.of(
          EndpointsConfig.Kind.OIDC, Accepted.SHAPE,
          EndpointsConfig.Kind.OAUTH2, Accepted.SHAPE,
          EndpointsConfig.Kind.GENESYS, Organizations.shape());

  /** No token of the issuer is accepted. */
  record Nothing() implements ExpectationConfig {}

  /**
   * Tokens that are like this.
   *
   * @param audiences our names, one of which a token must be for; empty when any will do
   * @param algorithms the signatures that count; empty for the usual ones
   * @param type what a token must say that it is
   * @param leeway how long after its end a token still counts, or null for not at all
   * @param longestLife how long a token may live, or null for any time
   * @param requireScopes the scopes that every token must have
   * @param sharedSecret what HMAC is checked with, or null when public keys are published
   * @param introspection who asks about tokens that are not signed, or null when nobody does
   */
  record Accepted(
      List<String> audiences,
      List<SignatureAlgorithm> algorithms,
      AccessTokenType type,
      @Nullable Duration leeway,
      @Nullable Duration longestLife,
      List<String> requireScopes,
      @Nullable SecretReference sharedSecret,
      @Nullable IntrospectionConfig introspection)
      implements ExpectationConfig {
    private static final Shape<ExpectationConfig> SHAPE = Members.shape();

    /** Tokens for one of our names, by what the issuer publishes. */
    static Accepted of(List<String> audiences) {
      return new Accepted(
          audiences, List.of(), AccessTokenType.ANY, null, null, List.of(), null, null);
    }

    /** The same for tokens that live no longer. */
    public Accepted withLongestLife(Duration longest) {
      return new Accepted(
          audiences, algorithms, type, leeway, longest, requireScopes, sharedSecret, introspection);
    }

    /** The same with scopes that every token must have. */
    Accepted withRequireScopes(List<String> required) {
      return new Accepted(
          audiences, algorithms, type, leeway, longestLife, required, sharedSecret, introspection);
    }

    /** The same for other names of ours. */
    Accepted withAudiences(List<String> others) {
      return new Accepted(
          others,
          algorithms,
          type,
          leeway,
          longestLife,
          requireScopes,
          sharedSecret,
          introspection);
    }
  }

  /** The keys of Genesys Cloud, where all customers have tokens of the same issuer. */
  record Organizations() {
    static final String KEY = "organizations";

    static Shape<ExpectationConfig> shape() {
      var keys = Keys.of("What its tokens have to be to be accepted.");
      var organizations =
          keys.defaulted(
              KEY,
              ListOf.of(Texts.TEXT),
              "[]",
              "Ids of the organisations whose tokens are accepted; without them none is.");
      var requireScopes =
          keys.defaulted(
              REQUIRE_SCOPES, Scopes.TYPE, "[]", "The scopes that every token must have.");
      return keys.build(
          in -> {
            List<String> ids = in.get(organizations);
            List<String> scopes = in.get(requireScopes);
            if (ids.isEmpty() && !scopes.isEmpty()) {
              Place place = in.at(requireScopes);
              place.report(
                  place
                      .problem(Kind.CONFLICT, USELESS)
                      .withHelp("add organizations: [ID], the ids of ours"));
            }
            return ids.isEmpty() ? new Nothing() : Accepted.of(ids).withRequireScopes(scopes);
          });
    }
  }

  /** The keys of an issuer whose tokens can be accepted. */
  record Members(
      Key<List<String>> audiences,
      Key<Boolean> any,
      Key<List<SignatureAlgorithm>> algorithms,
      Key<AccessTokenType> type,
      Key<@Nullable Duration> leeway,
      Key<@Nullable Duration> longestLife,
      Key<List<String>> requireScopes,
      Key<@Nullable SecretReference> sharedSecret,
      Key<@Nullable IntrospectionConfig> introspection) {
    /** No clock that anybody should trust is further off. */
    private static final Duration MOST_LEEWAY = Duration.ofSeconds(60);

    static Shape<ExpectationConfig> shape() {
      var keys = Keys.of("What its tokens have to be to be accepted.");
      Members members =
          new Members(
              keys.defaulted(
                  "audiences",
                  ListOf.of(Texts.TEXT),
                  "[]",
                  "Our names in tokens accepted from it; without them none is accepted."),
              keys.defaulted(
                  "any-audience", Texts.TRUTH, "false", "Accept tokens whoever they are for."),
              keys.defaulted(
                  "algorithms",
                  ListOf.of(Words.of(SignatureAlgorithm.values())),
                  "[]",
                  "The signatures that count; left out: RS256, PS256, ES256 and EdDSA."),
              keys.defaulted(
                  "token-type",
                  Words.of(AccessTokenType.values()),
                  "any",
                  "What a signed token must say that it is."),
              keys.optional(
                  "leeway",
                  Durations.atMost(MOST_LEEWAY),
                  "How long after its end a token still counts, such as 10s."),
              keys.optional(
                  "longest-life", Durations.TYPE, "How long a token may live, such as 24h."),
              keys.defaulted(
                  REQUIRE_SCOPES, Scopes.TYPE, "[]", "The scopes that every token must have."),
              keys.optional(
                  "shared-secret",
                  SecretReference.TYPE,
                  "The secret that the issuer makes HMAC signatures with."),
              keys.optional(
                  IntrospectionConfig.SECTION,
                  IntrospectionConfig.SHAPE,
                  "The client that asks about tokens that are not signed."));
      return keys.build(members::read);
    }

    private ExpectationConfig read(Fields in) {
      Accepted accepted =
          new Accepted(
              in.get(audiences),
              in.get(algorithms),
              in.get(type),
              in.get(leeway),
              in.get(longestLife),
              in.get(requireScopes),
              in.get(sharedSecret),
              in.get(introspection));
      boolean anybody = in.get(any);
      if (accepted.audiences.isEmpty() && !anybody) {
        refuseUseless(in);
        return new Nothing();
      }
      if (!accepted.audiences.isEmpty() && anybody) {
        refuse(in.at(any), "does not go with audiences", "remove one of the two");
      }
      checkAlgorithms(in.at(algorithms), accepted);
      return accepted;
    }

    /** What narrows down the tokens that are accepted says nothing where none is. */
    private void refuseUseless(Fields in) {
      for (Key<?> key :
          List.of(
              algorithms, type, leeway, longestLife, requireScopes, sharedSecret, introspection)) {
        Place place = in.at(key);
        if (place != in.here()) {
          refuse(
              place,
              USELESS,
              "add audiences: [NAME], our name in its tokens, or any-audience: true");
        }
      }
    }

    private static void checkAlgorithms(Place place, Accepted accepted) {
      long symmetric = accepted.algorithms.stream().filter(SignatureAlgorithm::isSymmetric).count();
      if (accepted.sharedSecret == null && symmetric > 0) {
        refuse(place, "names HMAC, which goes with shared-secret only", "add shared-secret");
      }
      if (accepted.sharedSecret != null
          && !accepted.algorithms.isEmpty()
          && (symmetric != 1 || accepted.algorithms.size() != 1)) {
        refuse(place, "does not go with shared-secret", "name one of HS256, HS384 and HS512");
      }
    }

    private static void refuse(Place place, String what, String help) {
      place.report(place.problem(Kind.CONFLICT, what).withHelp(help));
    }
  }
}
