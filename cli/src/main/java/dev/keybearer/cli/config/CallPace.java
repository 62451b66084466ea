package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.gateway.limit.Pace;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how often calls may come, such as {@code 30/m} or {@code 100/s burst 200}. */
final class CallPace {
  private static final Pattern FORM =
      Pattern.compile("(" + Rate.FORM + ")(?: burst ([1-9][0-9]{0,5}))?");

  /** A rate, and how many may come at once after a pause: as many as the rate says, left out. */
  static final Leaf<Pace> TYPE =
      Leaf.of(
          "a rate",
          JsonSchema.ofPattern(
              "^" + Rate.FORM.pattern().replace("(", "(?:") + "( burst [1-9][0-9]{0,5})?$"),
          (scalar, place) -> read(scalar));

  private CallPace() {}

  private static Pace read(Scalar scalar) throws Unfit {
    Matcher form = FORM.matcher(scalar.text());
    if (!form.matches()) {
      throw Unfit.because("is " + scalar.shown() + ", not a rate of calls")
          .withHelp("write a count, a slash and a duration, such as 30/m or 100/s burst 200");
    }
    Rate rate = Rate.parse(form.group(1));
    String burst = form.group(form.groupCount());
    try {
      return Pace.of(
          rate.count(), rate.per(), burst == null ? rate.count() : Integer.parseInt(burst));
    } catch (IllegalArgumentException e) {
      throw Unfit.because("cannot be counted")
          .withHelp(
              "write up to 1000/ms, and no more at once than the rate makes good within a day");
    }
  }
}
