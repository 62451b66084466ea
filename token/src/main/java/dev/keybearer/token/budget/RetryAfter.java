package dev.keybearer.token.budget;

import dev.keybearer.token.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks to be left alone: the value of {@code Retry-After}, as seconds or as one
 * of the three date forms of RFC 9110 section 5.6.7.
 */
public final class RetryAfter {
  /** Longer waits are cut to this: nobody is told to stay away for ever (R6). */
  public static final Duration CEILING = Duration.ofHours(1);

  /** A count of seconds with more digits than this is beyond the ceiling, whatever it says. */
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * The wait that the text asks for, between zero and {@link #CEILING}, or null when it says
   * nothing that can be understood.
   *
   * @param sender the sender's own clock when it wrote the text; a date counts from there
   */
  public static @Nullable Duration parse(@Nullable String text, Instant sender) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String value = text.strip();
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      String digits = value.replaceFirst("^0+", "0");
      return digits.length() > MOST_DIGITS
          ? CEILING
          : clamp(Duration.ofSeconds(Long.parseLong(digits)));
    }
    Instant date = HttpDate.parse(value);
    return date == null ? null : clamp(Duration.between(sender, date));
  }

  private static Duration clamp(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(CEILING) > 0 ? CEILING : asked;
  }
}
