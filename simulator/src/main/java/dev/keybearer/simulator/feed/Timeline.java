package dev.keybearer.simulator.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks when their moment on a world's clock has come, on one thread; a task must be short and
 * must not wait. Safe for use by many threads.
 */
public final class Timeline implements AutoCloseable {
  private final Clock clock;
  private final LongSupplier elapsed;
  private final DoubleSupplier scale;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by lock, as everything below. */
  private final PriorityQueue<Entry> worldly = new PriorityQueue<>();

  private final PriorityQueue<Entry> real = new PriorityQueue<>();
  private long entries;
  private boolean closed;
  private @Nullable Thread thread;

  /**
   * A timeline of a clock.
   *
   * @param clock tells the moment
   * @param elapsed nanoseconds that have passed on that clock; never goes back
   * @param scale how many times as fast as real time they pass
   */
  public Timeline(Clock clock, LongSupplier elapsed, DoubleSupplier scale) {
    this.clock = clock;
    this.elapsed = elapsed;
    this.scale = scale;
  }

  /** The moment on the world's clock. */
  public Instant instant() {
    return clock.instant();
  }

  /** Nanoseconds that have passed on the world's clock; never goes back. */
  public long now() {
    return elapsed.getAsLong();
  }

  /** How many times as fast as real time the world's clock runs. */
  double scale() {
    return scale.getAsDouble();
  }

  /** Runs a task once that many nanoseconds have passed in the world. */
  void at(long moment, Runnable task) {
    enter(worldly, moment, task);
  }

  /** Runs a task once this time has passed in the world. */
  public void after(Duration time, Runnable task) {
    at(now() + time.toNanos(), task);
  }

  /** Runs a task once this time has really passed. */
  void afterReal(Duration time, Runnable task) {
    enter(real, System.nanoTime() + time.toNanos(), task);
  }

  private void enter(PriorityQueue<Entry> queue, long moment, Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Entry entry = new Entry(moment, entries++, task);
      queue.add(entry);
      if (thread == null) {
        thread = new Thread(this::run, "simulator-timeline");
        thread.setDaemon(true);
        thread.start();
      }
      if (entry.equals(queue.peek())) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells it that the clock was moved or runs at another speed. */
  public void clockChanged() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      run(task);
    }
  }

  /** The outermost loop: a bug in one task must not keep the others from their moments. */
  @SuppressWarnings("CatchingUnchecked")
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, e);
    }
  }

  /** Waits for the next task that is due; null when there will be none. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      while (!closed) {
        Entry due = due();
        if (due != null) {
          return due.task;
        }
        changed.awaitNanos(wait(worldly.peek(), real.peek()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return null;
  }

  private @Nullable Entry due() {
    Entry first = real.peek();
    if (first != null && first.moment - System.nanoTime() <= 0) {
      return real.poll();
    }
    Entry other = worldly.peek();
    return other != null && other.moment <= now() ? worldly.poll() : null;
  }

  private long wait(@Nullable Entry world, @Nullable Entry own) {
    double nanos = own == null ? Long.MAX_VALUE : own.moment - System.nanoTime();
    double speed = scale();
    if (world != null && speed > 0) {
      nanos = Math.min(nanos, (world.moment - now()) / speed);
    }
    return Math.max(1, (long) nanos);
  }

  /** Runs nothing any more; may be called twice. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      worldly.clear();
      real.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private record Entry(long moment, long number, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byMoment = Long.compare(moment, other.moment);
      return byMoment != 0 ? byMoment : Long.compare(number, other.number);
    }
  }
}
