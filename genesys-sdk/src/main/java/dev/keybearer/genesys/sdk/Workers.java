package dev.keybearer.genesys.sdk;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which asynchronous calls are made, and a clock that ends those that take too long.
 * Safe for use by many threads.
 */
final class Workers implements AutoCloseable {
  /** Apache's client has two connections to one host unless told otherwise; more threads wait. */
  private static final int MOST_THREADS = 16;

  /** Calls that wait for a thread; beyond that a call fails at once. */
  private static final int MOST_WAITING = 10_000;

  private static final long IDLE_SECONDS = 10;

  private final ExecutorService threads;
  private final boolean own;
  private final ScheduledThreadPoolExecutor clock;

  private Workers(ExecutorService threads, boolean own) {
    this.threads = threads;
    this.own = own;
    this.clock = new ScheduledThreadPoolExecutor(1, named("keybearer-sdk-clock"));
    this.clock.setRemoveOnCancelPolicy(true);
    this.clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    this.clock.allowCoreThreadTimeOut(true);
  }

  /** Threads of our own, which end with it. */
  static Workers own() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            named("keybearer-sdk-call"));
    threads.allowCoreThreadTimeOut(true);
    return new Workers(threads, true);
  }

  /** Threads of somebody else, who ends them. */
  static Workers lent(ExecutorService threads) {
    return new Workers(threads, false);
  }

  /** Begins a call; one that cannot begin, or does not end in time, fails. */
  void begin(AsyncCall call, Duration limit) {
    try {
      Future<?> alarm =
          clock.schedule(() -> call.late(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
      call.onEnd(() -> alarm.cancel(false));
      threads.execute(call);
    } catch (RejectedExecutionException e) {
      call.failed(
          new IllegalStateException(
              "more than " + MOST_WAITING + " calls wait for a thread, or the client is closed",
              e));
    }
  }

  /** Begins no more calls; those that wait for a thread fail, those under way are interrupted. */
  @Override
  public void close() {
    if (own) {
      for (Runnable waiting : threads.shutdownNow()) {
        if (waiting instanceof AsyncCall call) {
          call.failed(new IllegalStateException("the client was closed before the call began"));
        }
      }
    }
    clock.shutdown();
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
