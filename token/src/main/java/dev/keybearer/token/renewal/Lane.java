package dev.keybearer.token.renewal;

import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.endpoint.TokenEndpoint;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

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

  /** Runs the flight on a thread of the executor, now or when another has landed. */
  void enter(Runnable flight, boolean pressing) {
    lock.lock();
    try {
      if (running == MOST_AT_ONCE) {
        if (pressing) {
          waiting.addFirst(flight);
        } else {
          waiting.addLast(flight);
        }
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    start(flight);
  }

  /** Runs what asks the issuer nothing, beside all flights and their bound. */
  void aside(Runnable errand) {
    try {
      executor.execute(errand);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "not run: everything has been closed");
    }
  }

  private void start(Runnable flight) {
    try {
      executor.execute(() -> run(flight));
    } catch (RejectedExecutionException e) {
      landed(); // the executor is shut down, and with it whoever would wait for this flight
    }
  }

  private void run(Runnable flight) {
    try {
      flight.run();
    } finally {
      landed();
    }
  }

  private void landed() {
    Runnable next;
    lock.lock();
    try {
      next = waiting.poll();
      if (next == null) {
        running--;
        return;
      }
    } finally {
      lock.unlock();
    }
    start(next);
  }
}
