package dev.keybearer.token.lease;

import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Token;

/**
 * A token with its moments, on the monotonic clock.
 *
 * <pre>
 *   asked            renewFrom        mustRenew          ends      the issuer's own end
 *     ├───── Fresh ──────┼──────────── Stale ──────────────┤ Expired       │
 *     0              75–80 %        half way            100 % less one round trip
 * </pre>
 *
 * <p>Fresh while {@code now < renewFrom}, Stale while {@code now < ends}, Expired from then on; a
 * token is given out while {@code now < ends}. Passing {@code mustRenew} changes nothing for
 * callers: it raises an alarm while there is still time.
 *
 * <p>Age counts from before the request was sent, so that the answer's way is never added to the
 * token's life, and the end leaves one round trip for the token to reach the service that checks
 * it.
 */
public record Lease(Token token, long renewFrom, long mustRenew, long ends) {
  /**
   * A slow answer must not eat a short life: the round trip that is set aside is at most this
   * share.
   */
  private static final double LARGEST_MARGIN = 0.1;

  /**
   * A lease on a token just received.
   *
   * @param draw between 0 and 1: where in the policy's spread this lease is renewed
   */
  public static Lease of(Token token, Span span, RenewalPolicy policy, double draw) {
    double life = (double) span.life();
    long margin =
        (long) Math.min((double) (span.answeredAt() - span.askedAt()), life * LARGEST_MARGIN);
    long ends = span.askedAt() + span.life() - margin;
    long renewFrom = span.askedAt() + (long) (life * (policy.at() - policy.spread() * draw));
    if (renewFrom - ends > 0) {
      renewFrom = ends;
    }
    return new Lease(token, renewFrom, renewFrom + (ends - renewFrom) / 2, ends);
  }

  /** What it is at this moment. */
  public Freshness at(long now) {
    if (now - renewFrom < 0) {
      return Freshness.FRESH;
    }
    return now - ends < 0 ? Freshness.STALE : Freshness.EXPIRED;
  }

  /** Whether its token may be given out at this moment. */
  public boolean isUsable(long now) {
    return now - ends < 0;
  }

  /** Whether it should have been renewed and there is still time. */
  public boolean isOverdue(long now) {
    return now - mustRenew >= 0 && isUsable(now);
  }

  /** The same, older by so much: time passed that the monotonic clock did not see. */
  public Lease aged(long by) {
    return new Lease(token, renewFrom - by, mustRenew - by, ends - by);
  }

  /** The same, due for renewal now. */
  public Lease due(long now) {
    return new Lease(token, earlier(renewFrom, now), earlier(mustRenew, now), ends);
  }

  /** The same, ending then at the latest. */
  public Lease endingBy(long moment) {
    return new Lease(
        token, earlier(renewFrom, moment), earlier(mustRenew, moment), earlier(ends, moment));
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** The three states of a lease. */
  public enum Freshness {
    /** Given out. */
    FRESH,
    /** Given out while its successor is fetched. */
    STALE,
    /** Not given out. */
    EXPIRED
  }

  /**
   * When a token was asked for and received, and how long it is good for; monotonic nanoseconds.
   *
   * @param askedAt before the request was sent
   * @param answeredAt after the answer was read
   */
  public record Span(long askedAt, long answeredAt, long life) {}
}
