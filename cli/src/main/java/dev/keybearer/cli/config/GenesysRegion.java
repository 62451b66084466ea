package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.genesys.Region;
import java.util.Set;

/** Where a Genesys Cloud organisation lives, as a config names it. */
final class GenesysRegion {
  private static final Set<String> KNOWN = Region.byName().keySet();

  /** A domain, or the AWS name of a known region. */
  static final Leaf<Region> TYPE =
      Leaf.of(
          "a region",
          JsonSchema.ofPattern("^(" + String.join("|", KNOWN) + "|" + Region.DOMAIN + ")$"),
          (scalar, place) -> read(scalar));

  private GenesysRegion() {}

  private static Region read(Scalar scalar) throws Unfit {
    try {
      return Region.parse(scalar.text());
    } catch (IllegalArgumentException e) {
      throw Unfit.because("is " + scalar.shown() + ", neither a domain nor a known region")
          .as(Kind.UNKNOWN_VALUE)
          .withGuess(
              Suggestion.of(scalar.text(), KNOWN), "known regions: " + String.join(", ", KNOWN));
    }
  }
}
