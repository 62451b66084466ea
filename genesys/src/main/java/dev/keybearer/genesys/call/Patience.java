package dev.keybearer.genesys.call;

import dev.keybearer.token.TokenSource;
import java.time.Duration;

/**
 * How long calls wait, and how often they are tried.
 *
 * @param limit what one call has in all; a wait that would not end in time is not begun
 * @param forToken how long it waits for a token at most
 * @param replays how often a call that only reads is sent again after 502, 503 or 504
 */
public record Patience(Duration limit, Duration forToken, int replays) {
  /** Longer waits than three minutes are an answer: that is where official clients give up too. */
  public static final Patience STANDARD =
      new Patience(Duration.ofMinutes(3), TokenSource.PATIENCE, 0);

  private static final int MOST_REPLAYS = 10;

  /** Patience that ends. */
  public Patience {
    requireTime("limit", limit);
    requireTime("patience for a token", forToken);
    if (replays < 0 || replays > MOST_REPLAYS) {
      throw new IllegalArgumentException(
          "replays is " + replays + ": use 0 to " + MOST_REPLAYS + " of them");
    }
  }

  /** The same with another limit for a call. */
  public Patience withLimit(Duration newLimit) {
    return new Patience(newLimit, forToken, replays);
  }

  /** The same with another wait for a token. */
  public Patience withForToken(Duration newForToken) {
    return new Patience(limit, newForToken, replays);
  }

  /** The same with so many replays of what only reads. */
  public Patience withReplays(int newReplays) {
    return new Patience(limit, forToken, newReplays);
  }

  private static void requireTime(String what, Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "the " + what + " is " + time + ": use more than nothing, and a day at most");
    }
  }
}
