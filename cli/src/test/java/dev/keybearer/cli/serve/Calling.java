package dev.keybearer.cli.serve;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Threads that call, one call after another, and note how each was answered. */
final class Calling implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int THREADS = 3;

  /** How an answer is noted that never came. */
  private static final int NONE = 0;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads;

  private Calling(IntSupplier call) {
    this.threads = Stream.generate(() -> new Thread(() -> run(call))).limit(THREADS).toList();
  }

  /** Begins to call; each call says the status of its answer. */
  static Calling start(IntSupplier call) {
    Calling load = new Calling(call);
    load.threads.forEach(Thread::start);
    return load;
  }

  private void run(IntSupplier call) {
    while (!stopped.get()) {
      statuses.add(status(call));
    }
  }

  private static int status(IntSupplier call) {
    try {
      return call.getAsInt();
    } catch (AssertionError e) {
      return NONE;
    }
  }

  /** Waits until so many more calls were answered. */
  void awaitMore(int calls) {
    int enough = statuses.size() + calls;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (statuses.size() < enough) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("fewer than " + calls + " calls within " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** The statuses of all answers so far. */
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  /** Ends when the calls under way have ended. */
  void stop() {
    stopped.set(true);
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
