package dev.keybearer.token.renewal;

import dev.keybearer.token.Limits;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.budget.TokenBucket;
import dev.keybearer.token.lease.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When one credential's next attempt is made: its own backoff first, then its own pace, then its
 * place in the line of its issuer. Each is asked for only when the one before it allows: a place
 * taken ahead of time would hold up the other credentials. Guarded by its source.
 */
final class Attempts {
  /** How often the store is looked at again for a login that happened elsewhere. */
  private static final long LOOK_FOR_LOGIN = Duration.ofSeconds(5).toNanos();

  /**
   * While an issuer is away and the token in hand lives, a pause is no longer than half of what it
   * has left: an issuer that comes back just before the end is found in time. Down to this.
   */
  private static final long SHORTEST_NEAR_END = Duration.ofSeconds(1).toNanos();

  /** And no shorter than a quarter of it, up to this: nobody waits yet. */
  private static final long LONGEST_AT_LEISURE = Duration.ofSeconds(15).toNanos();

  /**
   * After a refresh whose answer was lost there is leisure only from then on: issuers take the used
   * refresh token once more for five to sixty seconds, mostly ten, and revoke all for it later.
   */
  private static final long GRACE = Duration.ofSeconds(10).toNanos();

  private final Surroundings around;
  private final AskBudget issuer;
  private final TokenBucket bucket;
  private final Backoff backoff;
  private long notBefore;
  private @Nullable Long paced; // the place in our own pace, while it is not used up
  private @Nullable Long lined; // the place in the issuer's line, while it is not used up
  private boolean refused;
  private @Nullable Long unclear; // when a refresh went without its answer last
  private long planned;
  private long went;
  private long ticket;

  Attempts(Limits limits, Surroundings around, AskBudget issuer) {
    long now = around.time().nanos();
    this.around = around;
    this.issuer = issuer;
    this.bucket = new TokenBucket(limits, now);
    this.backoff = new Backoff(around.random());
    this.notBefore = now;
    this.planned = now;
    this.went = now;
  }

  /** The moment at which to try, or to ask here again; never earlier than now. */
  long plan(long now) {
    planned = place(now);
    return planned;
  }

  /** Whether the attempt whose moment has come can be got ready; if not, plan again. */
  boolean isClear(long now) {
    if (issuer.isClear(now)) {
      return true;
    }
    lined = null;
    return false;
  }

  /** Whether the attempt that is ready may really go; if not, plan again. */
  boolean mayGo(long now) {
    lined = null;
    if (!issuer.mayGo(now)) {
      return false;
    }
    paced = null;
    went = now;
    return true;
  }

  /** Whether trouble that lasts has lasted long enough to look again. */
  boolean isDue(long now) {
    return notBefore - now <= 0;
  }

  /** When the next attempt is made, as far as it is known. */
  long next() {
    return later(planned, notBefore);
  }

  /** Sets the one alarm of this source; whatever was set before is void. */
  void alarmAt(long moment, Alarms.Bell bell) {
    ticket++;
    around.alarms().set(moment, bell, ticket);
  }

  /** Whether an alarm that rings is the one that was set last. */
  boolean isCurrent(long rung) {
    return rung == ticket;
  }

  /**
   * There is a usable token.
   *
   * @param asked whether it came from the issuer, which then is well
   */
  void succeeded(boolean asked) {
    if (asked) {
      issuer.answered();
    } else {
      withdrawn();
    }
    unclear = null;
    backoff.succeeded();
  }

  /** The attempt that went found out that it was not for asking. */
  void withdrawn() {
    issuer.withdrawn(went);
  }

  /**
   * An attempt failed.
   *
   * @param current what is given out meanwhile, if anything
   */
  void failed(Trouble trouble, long now, @Nullable Lease current) {
    tellIssuer(trouble, now);
    if (trouble.unclear()) {
      if (unclear == null) {
        backoff.succeeded(); // this is repeated at once, however long the issuer was away before
      }
      unclear = now;
    }
    boolean refuses = trouble.pace().equals(Backoff.REFUSED);
    if (refuses && !refused) {
      backoff.succeeded(); // how long it was away says nothing of how long it will refuse
    }
    refused = refuses;
    long pause =
        trouble.kind() == TokenFailure.Kind.NEEDS_LOGIN
            ? LOOK_FOR_LOGIN
            : backoff.failed(trouble.pace());
    if (trouble.outage() && current != null) {
      pause = withinTheLifeOf(current, pause, now);
    }
    notBefore = now + pause;
    Duration hold = trouble.hold();
    if (hold != null) {
      issuer.hold(now + hold.toNanos());
      notBefore = later(notBefore, now + hold.toNanos());
    }
  }

  /** Somebody asks for an attempt in spite of what went before. */
  void forgive(long now) {
    backoff.succeeded();
    notBefore = now;
    planned = now;
  }

  private long place(long now) {
    if (notBefore - now > 0) {
      return notBefore;
    }
    if (paced == null) {
      paced = bucket.reserve(now);
    }
    if (paced - now > 0) {
      return paced;
    }
    if (lined == null) {
      lined = issuer.reserve(now);
    }
    return later(lined, now);
  }

  private long withinTheLifeOf(Lease current, long pause, long now) {
    long left = current.ends() - now;
    if (left <= 0) {
      return pause;
    }
    boolean leisure = unclear == null || now - unclear >= GRACE;
    long unhurried = leisure ? Math.max(pause, Math.min(LONGEST_AT_LEISURE, left / 4)) : pause;
    return Math.min(unhurried, Math.max(SHORTEST_NEAR_END, left / 2));
  }

  /** What never reached the issuer, such as a secret that cannot be read, says nothing of it. */
  private void tellIssuer(Trouble trouble, long now) {
    if (trouble.outage()) {
      issuer.unanswered(went, now);
      return;
    }
    switch (trouble.kind()) {
      case REFUSED, SCOPE_MISSING, THROTTLED -> issuer.answered();
      case NEEDS_LOGIN, UNREACHABLE, SECRET_UNREADABLE, STORE_UNUSABLE, OUT_OF_PATIENCE, CLOSED ->
          issuer.withdrawn(went);
    }
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
