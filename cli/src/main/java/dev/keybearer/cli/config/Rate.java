package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen, such as {@code 1/2s} or {@code 30/1m}.
 *
 * @param count how many times
 * @param per in which stretch of time
 */
public record Rate(int count, Duration per) {
  static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([0-9]{0,9}(ms|s|m|h|d))");

  /** A count, a slash and a duration; a unit alone is one of it. */
  static final Leaf<Rate> TYPE =
      Leaf.of("a rate", JsonSchema.ofPattern("^" + FORM + "$"), (scalar, place) -> read(scalar));

  private static Rate read(Scalar scalar) throws Unfit {
    Matcher rate = FORM.matcher(scalar.text());
    if (!rate.matches()) {
      throw Unfit.because("is " + scalar.shown() + ", not a rate")
          .withHelp("write a count, a slash and a duration, such as 1/2s or 30/m");
    }
    return parse(scalar.text());
  }

  /** The rate that a text of the form stands for. */
  static Rate parse(String text) throws Unfit {
    int slash = text.indexOf('/');
    String per = text.substring(slash + 1);
    boolean unitAlone = Character.isLetter(per.charAt(0));
    return new Rate(
        Integer.parseInt(text.substring(0, slash)), Durations.parse(unitAlone ? "1" + per : per));
  }
}
