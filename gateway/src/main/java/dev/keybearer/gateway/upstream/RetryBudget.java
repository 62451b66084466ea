package dev.keybearer.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a tenth of the calls to an upstream be repeated (G11): each call brings a tenth of a
 * repetition into the budget, which holds ten at most. Safe for use by many threads; while it is
 * full, calls only read it.
 */
final class RetryBudget {
  /** What a repetition costs, in calls. */
  static final int PRICE = 10;

  /** Enough for a few connections that break together, too little for a crowd. */
  static final int MOST = 10 * PRICE;

  private final AtomicInteger credit = new AtomicInteger(MOST);

  /** A call is made for the first time. */
  void called() {
    if (credit.get() < MOST) {
      credit.incrementAndGet(); // a few more than the most do no harm
    }
  }

  /** Whether a call may be repeated; if so, that is paid. */
  boolean take() {
    int before;
    do {
      before = credit.get();
      if (before < PRICE) {
        return false;
      }
    } while (!credit.compareAndSet(before, before - PRICE));
    return true;
  }
}
