package dev.keybearer.token.verification;

import java.time.Duration;

/** Durations for people: the two largest units that are not nothing. */
final class Words {
  private Words() {}

  static String of(Duration duration) {
    long days = duration.toDays();
    if (days > 0) {
      return two(days, "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    if (duration.toMinutes() > 0) {
      return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  private static String two(long large, String unit, int small, String smaller) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smaller;
  }
}
