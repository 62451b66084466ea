package dev.keybearer.gateway.admin;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of one exchange on its thread. Whoever is slow on the wire is interrupted, which closes
 * its connection; what is being done for it never is, since that would close the files it writes.
 * Safe for use by many threads.
 */
final class Spell {
  private final Thread thread;
  private final ScheduledExecutorService clock;
  private final Duration limit;

  // Guarded by the lock of this spell.
  private @Nullable ScheduledFuture<?> alarm;
  private long turn;

  Spell(Thread thread, ScheduledExecutorService clock, Duration limit) {
    this.thread = thread;
    this.clock = clock;
    this.limit = limit;
  }

  /** From now on the other end has so long. */
  synchronized void enterWire() {
    long current = ++turn;
    alarm = clock.schedule(() -> cut(current), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** From now on nothing interrupts; called on the thread of the exchange. */
  synchronized void leaveWire() {
    turn++;
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
    Thread.interrupted(); // an alarm that came too late to find it on the wire
  }

  private synchronized void cut(long then) {
    if (turn == then) {
      thread.interrupt();
    }
  }
}
