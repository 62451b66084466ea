package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Shown;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stretches of time such as {@code 30s}, {@code 5m}, {@code 24h} or {@code PT1H30M}. */
public final class Durations {
  private static final String FORM = "write a number and ms, s, m, h or d, such as 30s";
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  // Ten years: longer than any token, key or pause, and far from every overflow.
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final JsonSchema SCHEMA =
      JsonSchema.ofPattern("^([0-9]{1,9}(ms|s|m|h|d)|P[0-9DTHMS.]+)$");

  /** A duration longer than nothing. */
  public static final Leaf<Duration> TYPE =
      Leaf.of("a duration", SCHEMA, (scalar, place) -> read(scalar));

  /** A duration, or the word {@code never}, which is a duration of nothing. */
  public static final Leaf<Duration> OR_NEVER =
      Leaf.of(
          "a duration or never",
          JsonSchema.ofPattern("^(never|[0-9]{1,9}(ms|s|m|h|d)|P[0-9DTHMS.]+)$"),
          (scalar, place) -> scalar.text().equals("never") ? Duration.ZERO : read(scalar));

  private Durations() {}

  /** A duration longer than nothing and no longer than a limit. */
  public static Leaf<Duration> atMost(Duration longest) {
    return Leaf.of(
        "a duration",
        SCHEMA,
        (scalar, place) -> {
          Duration duration = read(scalar);
          if (duration.compareTo(longest) > 0) {
            throw Unfit.because("is longer than " + longest.toSeconds() + "s")
                .withHelp("write " + longest.toSeconds() + "s or less");
          }
          return duration;
        });
  }

  /** A duration within two limits, which are allowed themselves; the words name them. */
  public static Leaf<Duration> between(Duration least, Duration most, String words) {
    return Leaf.of(
        "a duration",
        SCHEMA,
        (scalar, place) -> {
          Duration duration = read(scalar);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw Unfit.because("is out of range").withHelp("write a duration " + words);
          }
          return duration;
        });
  }

  /** The duration that a text stands for. */
  public static Duration parse(String text) throws Unfit {
    Matcher brief = SHORT.matcher(text);
    Duration duration;
    try {
      duration =
          brief.matches()
              ? of(Long.parseLong(brief.group(1)), brief.group(2))
              : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw Unfit.because("is " + Shown.quoted(text) + ", not a duration").withHelp(FORM);
    }
    if (duration.isZero() || duration.isNegative()) {
      throw Unfit.because("is no longer than nothing").withHelp(FORM);
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw Unfit.because("is longer than ten years").withHelp(FORM);
    }
    return duration;
  }

  private static Duration read(Scalar scalar) throws Unfit {
    if (scalar.isNumber()) {
      throw Unfit.because("is " + scalar.shown() + ", which has no unit")
          .withLabel("did you mean \"" + scalar.text() + "s\"?")
          .withHelp(FORM);
    }
    return parse(scalar.text());
  }

  private static Duration of(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
