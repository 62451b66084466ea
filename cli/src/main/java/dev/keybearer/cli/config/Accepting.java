package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Node.Unusable;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads on whose word a route lets calls through. */
final class Accepting implements Type<AcceptConfig> {
  private static final List<String> WORD = List.of("anonymous");

  private final Leaf<AcceptConfig> word =
      Leaf.of(
          "anonymous, or whose tokens are let through",
          JsonSchema.ANYTHING.with("enum", WORD),
          (scalar, place) -> anonymous(scalar));
  private final Type<List<AcceptedTokens>> several = ListOf.of(AcceptedTokens.SHAPE);

  @Override
  public @Nullable AcceptConfig bind(Place place) {
    if (place.node() instanceof Scalar || place.node() instanceof Unusable) {
      return word.bind(place);
    }
    List<AcceptedTokens> issuers = several.bind(place);
    if (issuers == null) {
      return null;
    }
    check(issuers, place);
    return new AcceptConfig.Tokens(issuers);
  }

  @Override
  public JsonSchema schema() {
    return JsonSchema.anyOf(word.schema(), several.schema());
  }

  private static AcceptConfig anonymous(Scalar scalar) throws Unfit {
    if (!WORD.contains(scalar.text())) {
      throw Unfit.because("is " + scalar.shown())
          .as(Kind.UNKNOWN_VALUE)
          .withGuess(
              Suggestion.of(scalar.text(), WORD),
              "write { issuer: NAME }, or anonymous to let in whoever comes");
    }
    return new AcceptConfig.Anonymous();
  }

  /** A token has to lead to one issuer: by the name in it or, if it has none, to the only one. */
  private static void check(List<AcceptedTokens> issuers, Place place) {
    if (issuers.isEmpty()) {
      place.report(
          place
              .problem(Kind.BAD_VALUE, "accepts nobody")
              .withHelp("name an issuer, or write anonymous to let in whoever comes"));
    }
    for (int i = 1; i < issuers.size(); i++) {
      Place at = place.item(i).below(AcceptedTokens.ISSUER);
      check(issuers.get(i), issuers.subList(0, i), at);
    }
  }

  private static void check(AcceptedTokens tokens, List<AcceptedTokens> others, Place place) {
    for (AcceptedTokens other : others) {
      if (tokens.meets(other)) {
        refuse(place, "is accepted twice", "write once what is accepted of it");
        return;
      }
      if (tokens.isAsked() && other.isAsked()) {
        refuse(
            place,
            "would be asked about every token that names no issuer, and so would "
                + other.issuer().name(),
            "let one of the two be without introspection");
        return;
      }
    }
  }

  private static void refuse(Place place, String what, String help) {
    place.report(place.problem(Kind.CONFLICT, what).withHelp(help));
  }
}
