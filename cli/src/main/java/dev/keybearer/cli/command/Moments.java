package dev.keybearer.cli.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The times in a token, for people. */
final class Moments {
  private static final BigDecimal LAST = BigDecimal.valueOf(253_402_300_799L);

  private Moments() {}

  /** The moment that a claim names as seconds since 1970, or null when it names none. */
  static @Nullable Instant of(@Nullable Object claim) {
    if (!(claim instanceof BigDecimal seconds)
        || seconds.signum() < 0
        || seconds.compareTo(LAST) > 0) {
      return null;
    }
    return Instant.ofEpochSecond(seconds.setScale(0, RoundingMode.DOWN).longValue());
  }

  /** How far off a moment is. */
  static String words(Instant moment, Instant now) {
    Duration left = Duration.between(now, moment);
    return left.isNegative() ? length(left.negated()) + " ago" : "in " + length(left);
  }

  private static String length(Duration length) {
    if (length.toDays() > 0) {
      return two(length.toDays(), "d", length.toHoursPart(), "h");
    }
    if (length.toHours() > 0) {
      return two(length.toHours(), "h", length.toMinutesPart(), "min");
    }
    return length.toMinutes() > 0
        ? two(length.toMinutes(), "min", length.toSecondsPart(), "s")
        : length.toSeconds() + " s";
  }

  private static String two(long large, String unit, int small, String smaller) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smaller;
  }
}
