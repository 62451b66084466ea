package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Shown;
import java.util.List;
import java.util.regex.Pattern;

/** Lists of scopes. */
final class Scopes {
  // scope-token of RFC 6749 section 3.3.
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

  static final Type<List<String>> TYPE =
      ListOf.of(
          Leaf.of(
              "a scope",
              JsonSchema.ofPattern("^[!#-\\[\\]-~]+$"),
              (scalar, place) -> read(scalar)));

  private Scopes() {}

  private static String read(Scalar scalar) throws Unfit {
    String text = scalar.text();
    if (!SCOPE.matcher(text).matches()) {
      throw Unfit.because("is " + scalar.shown() + ", not a scope")
          .withHelp(
              text.contains(" ") && scalar.isOnOneLine()
                  ? "write a list: [" + Shown.line(text.strip().replaceAll(" +", ", ")) + "]"
                  : "a scope has no blanks, quotes or backslashes");
    }
    return text;
  }
}
