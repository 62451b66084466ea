package dev.keybearer.token.renewal;

import dev.keybearer.token.Limits;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.budget.TokenBucket;
import java.time.Duration;

/**
 * When one credential's next attempt is made: its own pace and backoff, inside the budget of its
 * issuer. Guarded by its source.
 */
final class Attempts {
  /** How often the store is looked at again for a login that happened elsewhere. */
  private static final long LOOK_FOR_LOGIN = Duration.ofSeconds(5).toNanos();

  private final Surroundings around;
  private final AskBudget issuer;
  private final TokenBucket bucket;
  private final Backoff backoff;
  private long notBefore;
  private long planned;
  private boolean reserved;
  private long ticket;

  Attempts(Limits limits, Surroundings around, AskBudget issuer) {
    long now = around.time().nanos();
    this.around = around;
    this.issuer = issuer;
    this.bucket = new TokenBucket(limits, now);
    this.backoff = new Backoff(around.random());
    this.notBefore = now;
    this.planned = now;
  }

  /** The moment of the next attempt; its place in both budgets is kept. */
  long plan(long now) {
    if (!reserved) {
      long wanted = later(now, notBefore);
      planned = later(bucket.reserve(wanted), issuer.reserve(wanted));
      reserved = true;
    }
    return planned;
  }

  /** Whether the attempt whose moment has come may really go; its place is used up either way. */
  boolean mayGo(long now) {
    reserved = false;
    return issuer.mayGo(now);
  }

  /** Whether trouble that lasts has lasted long enough to look again. */
  boolean isDue(long now) {
    return notBefore - now <= 0;
  }

  /** When the next attempt is made, as far as it is known. */
  long next() {
    return reserved ? planned : notBefore;
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

  void succeeded() {
    issuer.answered();
    backoff.succeeded();
  }

  void failed(Trouble trouble, long now) {
    if (trouble.outage()) {
      issuer.unanswered(now);
    } else {
      issuer.answered();
    }
    long pause =
        trouble.kind() == TokenFailure.Kind.NEEDS_LOGIN
            ? LOOK_FOR_LOGIN
            : backoff.failed(trouble.pace());
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
    reserved = false;
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
