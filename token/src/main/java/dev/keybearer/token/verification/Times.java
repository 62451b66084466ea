package dev.keybearer.token.verification;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the times in a token are held against our clock.
 *
 * <pre>
 *   usable while   now &lt; exp + leeway   and   nbf, iat &lt;= now + ahead
 * </pre>
 *
 * @param leeway how long after its end a token still counts, for clocks that differ
 * @param ahead how far ahead of ours the clock that made it may be
 * @param longestLife how long a token may live at most from {@code iat} on, or null for any time
 */
public record Times(Duration leeway, Duration ahead, @Nullable Duration longestLife) {
  /** No clock that anybody should trust is further off. */
  public static final Duration CEILING = Duration.ofSeconds(60);

  /** A token ends when it ends; its issuer's clock may be ten seconds ahead. */
  public static final Times STANDARD = new Times(Duration.ZERO, Duration.ofSeconds(10), null);

  /** Allowances within the ceiling. */
  public Times {
    if (leeway.isNegative() || leeway.compareTo(CEILING) > 0) {
      throw new IllegalArgumentException("leeway is " + leeway + ": use 0 to 60 seconds");
    }
    if (ahead.isNegative() || ahead.compareTo(CEILING) > 0) {
      throw new IllegalArgumentException("ahead is " + ahead + ": use 0 to 60 seconds");
    }
    if (longestLife != null && (longestLife.isNegative() || longestLife.isZero())) {
      throw new IllegalArgumentException("longestLife is " + longestLife + ": use more than 0");
    }
  }

  /** The same with this much allowance at the end of a token. */
  public Times withLeeway(Duration newLeeway) {
    return new Times(newLeeway, ahead, longestLife);
  }

  /** The same with this much allowance for a clock that is ahead. */
  public Times withAhead(Duration newAhead) {
    return new Times(leeway, newAhead, longestLife);
  }

  /** The same, refusing tokens that live longer. */
  public Times withLongestLife(@Nullable Duration newLongestLife) {
    return new Times(leeway, ahead, newLongestLife);
  }
}
