package dev.keybearer.token.budget;

import dev.keybearer.token.Limits;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

/**
 * How often an issuer may be asked by all its credentials together: a pace, a hold that the issuer
 * itself asked for, and a breaker. Safe for use by many threads.
 *
 * <p>Whoever wants to ask reserves a place in line, comes back at its moment, and asks whether it
 * may go: places keep those who wait from waking together, and the pace counts what really goes.
 */
public final class AskBudget {
  private final ReentrantLock lock = new ReentrantLock(); // guards everything below
  private final TokenBucket line;
  private final TokenBucket pace;
  private final Breaker breaker;
  private long heldUntil;

  /** A full budget. */
  public AskBudget(Limits limits, long now, DoubleSupplier random) {
    this.line = new TokenBucket(limits, now);
    this.pace = new TokenBucket(limits, now);
    this.breaker = new Breaker(random);
    this.heldUntil = now;
  }

  /** The moment at which to come back; now when nobody is before. The place is kept. */
  public long reserve(long now) {
    lock.lock();
    try {
      return line.reserve(later(later(now, heldUntil), breaker.earliest(now)));
    } finally {
      lock.unlock();
    }
  }

  /** Whether neither a hold nor the breaker is in the way at this moment. */
  public boolean isClear(long now) {
    lock.lock();
    try {
      return isUnhindered(now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks, when the reserved moment has come and the request is ready to leave, whether it may.
   *
   * @return false when a hold, the breaker or others came in between: reserve again
   */
  public boolean mayGo(long now) {
    lock.lock();
    try {
      if (!isUnhindered(now) || !pace.take(now)) {
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

  /**
   * The issuer did not answer, or not in a way that can be used.
   *
   * @param went when that request was told that it may go
   */
  public void unanswered(long went, long now) {
    lock.lock();
    try {
      breaker.failed(went, now);
    } finally {
      lock.unlock();
    }
  }

  /** The request that was told then that it may go never reached the issuer: it proves nothing. */
  public void withdrawn(long went) {
    lock.lock();
    try {
      breaker.withdrawn(went);
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

  private boolean isUnhindered(long now) {
    return heldUntil - now <= 0 && breaker.earliest(now) - now <= 0;
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
