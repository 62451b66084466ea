package dev.keybearer.gateway.upstream;

import dev.keybearer.token.budget.Breaker;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with an upstream: whether it answers, and how many calls may be repeated. Safe for
 * use by many threads; while it answers, a call reads two fields and takes no lock.
 */
public final class Condition {
  private final ReentrantLock lock = new ReentrantLock(); // guards the breaker
  private final Breaker breaker;
  private final RetryBudget retries = new RetryBudget();
  private volatile boolean sound = true;

  /** An upstream that nothing is known against. */
  public static Condition sound() {
    return new Condition(() -> ThreadLocalRandom.current().nextDouble());
  }

  Condition(DoubleSupplier random) {
    this.breaker = new Breaker(random);
  }

  /**
   * Lets a call go; one that goes while the upstream rests is the probe for all.
   *
   * @param now when it goes, by which it is known later
   * @return how long the upstream is left alone instead, or null when the call may go
   */
  public @Nullable Duration enter(long now) {
    retries.called();
    if (sound) {
      return null;
    }
    lock.lock();
    try {
      long rest = breaker.earliest(now) - now;
      if (rest > 0) {
        return Duration.ofNanos(rest);
      }
      breaker.going(now);
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** It answered somebody. */
  public void answered() {
    if (sound) {
      return;
    }
    lock.lock();
    try {
      breaker.succeeded();
      sound = true;
    } finally {
      lock.unlock();
    }
  }

  /** It did not answer the call that went then. */
  public void failed(long went, long now) {
    lock.lock();
    try {
      breaker.failed(went, now);
      sound = false;
    } finally {
      lock.unlock();
    }
  }

  /** The call that went then ended before anything was learnt. */
  public void withdrawn(long went) {
    if (sound) {
      return;
    }
    lock.lock();
    try {
      breaker.withdrawn(went);
    } finally {
      lock.unlock();
    }
  }

  /** Whether one more call may be repeated now; if so, that is counted. */
  public boolean mayRepeat() {
    return retries.take();
  }

  /** Whether every call is let go. */
  public boolean isSound() {
    return sound;
  }
}
