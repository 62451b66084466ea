package dev.keybearer.token;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a lease is renewed and what is assumed where an issuer is silent.
 *
 * @param at the share of its life after which a lease is renewed at the latest
 * @param spread how much earlier, as a share of life, a renewal may start, so that many holders do
 *     not ask together
 * @param assumedLife the life of a token whose answer names none
 * @param ceiling the longest life that is believed
 * @param idle after how long without use the issuer ends the token early, or null when it does not
 */
public record RenewalPolicy(
    double at, double spread, Duration assumedLife, Duration ceiling, @Nullable Duration idle) {
  /** No life is believed to be longer: nanoseconds beyond some centuries overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  /**
   * Due at 80 % of life, up to 5 % earlier; 60 s assumed; two days believed, the longest life of a
   * common issuer.
   */
  public static final RenewalPolicy STANDARD =
      new RenewalPolicy(0.80, 0.05, Duration.ofSeconds(60), Duration.ofDays(2), null);

  /** A policy whose renewal lies inside the life of the token. */
  public RenewalPolicy {
    if (!(at > 0 && at < 1) || !(spread >= 0 && spread < at)) {
      throw new IllegalArgumentException(
          "renewal is due after a share of life between 0 and 1, less a smaller spread; got "
              + at
              + " less "
              + spread);
    }
    requireLife("assumed life", assumedLife);
    requireLife("ceiling", ceiling);
    if (idle != null) {
      requireLife("idle time-out", idle);
    }
  }

  /** The life that is believed of a token whose answer names so many seconds, or null for none. */
  public Duration believed(@Nullable BigDecimal seconds) {
    if (seconds == null) {
      return assumedLife.compareTo(ceiling) > 0 ? ceiling : assumedLife;
    }
    return isBelieved(seconds) ? Duration.ofMillis(seconds.movePointRight(3).longValue()) : ceiling;
  }

  /** Whether a life of so many seconds is not beyond belief. */
  public boolean isBelieved(BigDecimal seconds) {
    return seconds.compareTo(BigDecimal.valueOf(ceiling.toSeconds())) <= 0;
  }

  /** The same with another moment of renewal. */
  public RenewalPolicy withRenewal(double newAt, double newSpread) {
    return new RenewalPolicy(newAt, newSpread, assumedLife, ceiling, idle);
  }

  /** The same with another life assumed where none is named. */
  public RenewalPolicy withAssumedLife(Duration newLife) {
    return new RenewalPolicy(at, spread, newLife, ceiling, idle);
  }

  /** The same with another longest life. */
  public RenewalPolicy withCeiling(Duration newCeiling) {
    return new RenewalPolicy(at, spread, assumedLife, newCeiling, idle);
  }

  /** The same with a known idle time-out. */
  public RenewalPolicy withIdle(@Nullable Duration newIdle) {
    return new RenewalPolicy(at, spread, assumedLife, ceiling, newIdle);
  }

  private static void requireLife(String what, Duration life) {
    if (life.toSeconds() < 1 || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the " + what + " is between a second and " + LONGEST.toDays() + " days, not " + life);
    }
  }
}
