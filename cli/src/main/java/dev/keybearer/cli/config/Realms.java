package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import java.util.regex.Pattern;

/** Texts that stand in quotes in the challenge to a caller without a token. */
final class Realms {
  private static final Pattern VALID = Pattern.compile("[ -~]+");

  static final Leaf<String> TYPE =
      Leaf.of(
          "a realm",
          JsonSchema.ofPattern("^" + VALID + "$"),
          (scalar, place) -> {
            if (!VALID.matcher(scalar.text()).matches()) {
              throw Unfit.because("holds what does not fit into a header")
                  .withHelp("visible ASCII and blanks only");
            }
            return scalar.text();
          });

  private Realms() {}
}
