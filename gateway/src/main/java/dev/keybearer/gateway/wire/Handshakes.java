package dev.keybearer.gateway.wire;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Computes handshakes beside the loops. One takes a millisecond or more, for which everybody else
 * on its loop would wait. Parties come in turn, a step each, so that whoever comes with nothing but
 * handshakes holds up a newcomer by one step and no more. Safe for use by many threads.
 */
final class Handshakes {
  private static final long IDLE_SECONDS = 10;

  private final ExecutorService threads;
  private final SequencedMap<Object, Queue<Runnable>> waiting =
      new LinkedHashMap<>(); // guarded by this; whose turn is next is first, nobody's is empty

  Handshakes(ExecutorService threads) {
    this.threads = threads;
  }

  /** With so many threads, which step back for the loops. */
  static Handshakes beside(int loops) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            loops,
            loops,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // one for each connection at most
            new Subordinates("keybearer-handshake"));
    threads.allowCoreThreadTimeOut(true);
    return new Handshakes(threads);
  }

  /**
   * Computes what one party asks for.
   *
   * @param party equal for all that takes turns as one
   */
  Executor of(Object party) {
    return step -> add(party, step);
  }

  private void add(Object party, Runnable step) {
    synchronized (this) {
      waiting.computeIfAbsent(party, newcomer -> new ArrayDeque<>()).add(step);
    }
    threads.execute(this::work);
  }

  /** Takes what waits until nothing does: where no thread could be had, a step was left behind. */
  private void work() {
    for (Runnable step = next(); step != null; step = next()) {
      step.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Map.Entry<Object, Queue<Runnable>> turn = waiting.pollFirstEntry();
    if (turn == null) {
      return null;
    }
    Queue<Runnable> steps = turn.getValue();
    Runnable step = steps.remove();
    if (!steps.isEmpty()) {
      waiting.putLast(turn.getKey(), steps);
    }
    return step;
  }

  void shutdown() {
    threads.shutdown();
  }
}
