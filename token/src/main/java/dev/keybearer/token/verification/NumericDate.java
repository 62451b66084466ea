package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Times in tokens: seconds since 1970 as a JSON number, perhaps with a fraction (RFC 7519). */
final class NumericDate {
  /** There is no such claim. */
  static final long ABSENT = -1;

  /** There is one, and it is no moment between 1970 and 9999. */
  static final long BROKEN = -2;

  private static final BigDecimal LAST = BigDecimal.valueOf(253_402_300_799L);

  private NumericDate() {}

  /** The moment in milliseconds, or {@link #ABSENT}, or {@link #BROKEN}; both are negative. */
  static long millis(JsonObject claims, String name) {
    BigDecimal seconds = claims.number(name);
    if (seconds == null) {
      return claims.has(name) ? BROKEN : ABSENT;
    }
    if (seconds.signum() < 0 || seconds.compareTo(LAST) > 0) {
      return BROKEN;
    }
    if (seconds.scale() == 0) {
      return seconds.longValue() * 1000;
    }
    return seconds.movePointRight(3).setScale(0, RoundingMode.DOWN).longValue();
  }
}
