package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import java.util.regex.Pattern;

/**
 * A share such as {@code 80%}.
 *
 * @param fraction the same from 0 to 1
 */
public record Percentage(double fraction) {
  private static final String PATTERN = "(100|[0-9]{1,2}(\\.[0-9]{1,3})?)%";
  private static final Pattern VALID = Pattern.compile(PATTERN);

  /** A share from 0% to 100%. */
  static final Leaf<Percentage> TYPE =
      Leaf.of(
          "a percentage",
          JsonSchema.ofPattern("^" + PATTERN + "$"),
          (scalar, place) -> read(scalar));

  private static Percentage read(Scalar scalar) throws Unfit {
    String text = scalar.text();
    if (!VALID.matcher(text).matches()) {
      throw Unfit.because("is " + scalar.shown() + ", not a percentage")
          .withLabel(VALID.matcher(text + "%").matches() ? "did you mean \"" + text + "%\"?" : "")
          .withHelp("write a number from 0 to 100 and %, such as 80%");
    }
    return new Percentage(Double.parseDouble(text.substring(0, text.length() - 1)) / 100);
  }

  /** As it is written. */
  @Override
  public String toString() {
    String hundredths = String.valueOf(Math.round(fraction * 100_000) / 1000.0);
    return (hundredths.endsWith(".0")
            ? hundredths.substring(0, hundredths.length() - 2)
            : hundredths)
        + "%";
  }
}
