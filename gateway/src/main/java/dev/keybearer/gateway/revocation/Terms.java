package dev.keybearer.gateway.revocation;

import dev.keybearer.token.verification.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long early ends count.
 *
 * <pre>
 *   ended   iat &lt; now + ahead                                      unless said otherwise
 *   until   max(now, issuedBefore) + 2 clocks + longestLife        2 clocks = 120 s
 * </pre>
 *
 * One clock's difference makes a token from our future, another keeps it beyond its end.
 *
 * @param longestLife no accepted token may live longer; whoever judges tokens sees to that
 * @param ahead how far ahead of ours the clocks of issuers may be
 */
public record Terms(Duration longestLife, Duration ahead) {
  /** Thirty days, and the allowance that is standard for tokens. */
  public static final Terms STANDARD = new Terms(Duration.ofDays(30), Times.STANDARD.ahead());

  /** A moment further ahead would end tokens that nobody has yet, and is a slip. */
  public static final Duration FURTHEST = Duration.ofDays(1);

  private static final Duration CLOCKS = Times.CEILING.multipliedBy(2);

  /** Terms within their bounds. */
  public Terms {
    if (longestLife.isNegative() || longestLife.isZero()) {
      throw new IllegalArgumentException("longestLife is " + longestLife + ": use more than 0");
    }
    if (ahead.isNegative() || ahead.compareTo(Times.CEILING) > 0) {
      throw new IllegalArgumentException("ahead is " + ahead + ": use 0 to 60 seconds");
    }
  }

  /**
   * Everything issued by now, by any clock; whoever logs in sooner than that has to do it again.
   */
  Instant issuedByNow(Instant now) {
    return now.plus(ahead);
  }

  /** When every token that was issued before has ended by itself. */
  Instant until(Instant now, @Nullable Instant issuedBefore) {
    Instant from = issuedBefore == null || issuedBefore.isBefore(now) ? now : issuedBefore;
    return from.plus(CLOCKS).plus(longestLife);
  }

  /** Whether nobody can mean this moment. */
  boolean isTooFar(Instant now, @Nullable Instant issuedBefore) {
    return issuedBefore != null && issuedBefore.isAfter(now.plus(FURTHEST));
  }
}
