package dev.keybearer.token.budget;

import dev.keybearer.token.Limits;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

/**
 * How often an issuer may be asked, by one credential or by all of them together: a pace, a hold
 * that the issuer itself asked for, and a breaker. Safe for use by many threads.
 */
public final class AskBudget {
  private final ReentrantLock lock = new ReentrantLock(); // guards everything below
  private final TokenBucket bucket;
  private final Breaker breaker;
  private long heldUntil;

  /** A full budget. */
  public AskBudget(Limits limits, long now, DoubleSupplier random) {
    this.bucket = new TokenBucket(limits, now);
    this.breaker = new Breaker(random);
    this.heldUntil = now;
  }

  /** The first moment, not before the wanted one, at which a request may go; its place is kept. */
  public long reserve(long wanted) {
    lock.lock();
    try {
      return bucket.reserve(later(later(wanted, heldUntil), breaker.earliest(wanted)));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks, at the reserved moment, whether things are still as they were.
   *
   * @return false when a hold or the breaker came in between: reserve again
   */
  public boolean mayGo(long now) {
    lock.lock();
    try {
      if (heldUntil - now > 0 || breaker.earliest(now) - now > 0) {
        return false;
      }
      breaker.going(now);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The issuer answered, be it with no. */
  public void answered() {
    lock.lock();
    try {
      breaker.succeeded();
    } finally {
      lock.unlock();
    }
  }

  /** The issuer did not answer, or not in a way that can be used. */
  public void unanswered(long now) {
    lock.lock();
    try {
      breaker.failed(now);
    } finally {
      lock.unlock();
    }
  }

  /** The issuer asked to be left alone until then. */
  public void hold(long until) {
    lock.lock();
    try {
      heldUntil = later(heldUntil, until);
    } finally {
      lock.unlock();
    }
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
