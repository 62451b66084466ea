package dev.keybearer.token.renewal;

import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.endpoint.TokenEndpoint;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to one issuer for all its credentials: its endpoint, their common budget, and a bound on
 * how many ask at once, so that an issuer that hangs holds a few threads and no more.
 */
final class Lane {
  /** Enough for some thousand renewals a second at usual answer times; few enough to lose. */
  static final int MOST_AT_ONCE = 16;

  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  private final TokenEndpoint endpoint;
  private final AskBudget budget;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock(); // guards running and waiting
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(); // at most one per credential
  private int running;

  Lane(TokenEndpoint endpoint, AskBudget budget, Executor executor) {
    this.endpoint = endpoint;
    this.budget = budget;
    this.executor = executor;
  }

  TokenEndpoint endpoint() {
    return endpoint;
  }

  AskBudget budget() {
    return budget;
  }

  /**
   * Runs the flight on a thread of the executor, now or when another has landed; false when no
   * thread can be had for it.
   */
  boolean enter(Runnable flight, boolean pressing) {
    lock.lock();
    try {
      if (running == MOST_AT_ONCE) {
        if (pressing) {
          waiting.addFirst(flight);
        } else {
          waiting.addLast(flight);
        }
        return true;
      }
      running++;
    } finally {
      lock.unlock();
    }
    boolean started = aside(() -> run(flight));
    if (!started) {
      leave(); // whoever waits is called by one that flies, or by the next that does
    }
    return started;
  }

  /**
   * Runs what asks the issuer nothing, beside all flights and their bound; false when no thread can
   * be had for it.
   */
  boolean aside(Runnable errand) {
    try {
      executor.execute(errand);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "not run: everything has been closed");
    } catch (OutOfMemoryError e) { // how a thread fails to start
      LOG.log(System.Logger.Level.WARNING, "no thread can be had for a renewal; tried again", e);
    }
    return false;
  }

  /** The outermost loop of a flight, and of those behind it for which no thread can be had. */
  private void run(Runnable first) {
    Runnable flight = first;
    while (flight != null) {
      try {
        flight.run();
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "a renewal failed on a bug", e);
      }
      Runnable next = landed();
      flight = next == null || aside(() -> run(next)) ? null : next;
    }
  }

  /** Who takes the place of a flight that has landed, or null when the place is free. */
  private @Nullable Runnable landed() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      if (next == null) {
        running--;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      running--;
    } finally {
      lock.unlock();
    }
  }
}
