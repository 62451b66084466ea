package dev.keybearer.gateway.admin;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives each exchange a virtual thread, so many at most, and so long on the wire. The server hangs
 * up when there is none. Safe for use by many threads.
 */
final class Exchanges implements Executor, AutoCloseable {
  private static final ScopedValue<Spell> SPELL = ScopedValue.newInstance();

  private final ThreadFactory threads;
  private final ScheduledThreadPoolExecutor clock;
  private final Semaphore places;
  private final Bounds bounds;
  private volatile boolean closing;

  /**
   * None yet.
   *
   * @param name with which the names of their threads begin
   */
  Exchanges(String name, Bounds bounds) {
    this.bounds = bounds;
    this.threads = Thread.ofVirtual().name(name + "-", 0).factory();
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-clock").factory());
    this.places = new Semaphore(bounds.exchanges());
    clock.setRemoveOnCancelPolicy(true);
    // Once closed there are no connections left to cut.
    clock.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** The time of the exchange that this thread belongs to. */
  static Spell spell() {
    return SPELL.get();
  }

  @Override
  public void execute(Runnable exchange) {
    if (closing || !places.tryAcquire()) {
      throw new RejectedExecutionException("no exchange can begin: too many, or the end is near");
    }
    threads.newThread(() -> run(exchange)).start();
  }

  private void run(Runnable exchange) {
    Spell spell = new Spell(Thread.currentThread(), clock, bounds.wire());
    try {
      spell.enterWire();
      ScopedValue.where(SPELL, spell).run(exchange);
    } finally {
      spell.leaveWire();
      places.release();
    }
  }

  /** Begins no more, and waits so long at most for those under way. */
  void drain(Duration patience) {
    closing = true;
    try {
      if (places.tryAcquire(bounds.exchanges(), patience.toNanos(), TimeUnit.NANOSECONDS)) {
        places.release(bounds.exchanges());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
