package dev.keybearer.token.background;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Rings each alarm at its moment: one thread and one heap for all credentials of a process.
 *
 * <p>An alarm that is set again is not searched for in the heap: it carries a ticket, and whoever
 * is rung by an old ticket ignores it. The thread also wakes once a second to compare the two
 * clocks: a wall clock that ran ahead of the monotonic one means that the machine slept or that
 * somebody set the clock, and in doubt the time has passed.
 */
public final class Alarms implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Alarms.class.getName());

  /** A sleep is noticed within this time of waking up. */
  private static final long TICK = Duration.ofSeconds(1).toNanos();

  /** Clocks are slewed by less than this in a tick; a larger difference is a jump. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(5);

  private final TimeSource time;
  private final LongConsumer clockMoved;
  private final ReentrantLock lock = new ReentrantLock(); // guards alarms and closed
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private boolean closed;
  private Instant wall;
  private long nanos;

  /** Starts the thread; {@code clockMoved} is told by how many nanoseconds the wall clock moved. */
  public static Alarms start(TimeSource time, LongConsumer clockMoved) {
    Alarms alarms = new Alarms(time, clockMoved);
    Thread thread = new Thread(alarms::run, "keybearer-alarms");
    thread.setDaemon(true);
    thread.start();
    return alarms;
  }

  private Alarms(TimeSource time, LongConsumer clockMoved) {
    this.time = time;
    this.clockMoved = clockMoved;
    this.wall = time.wall();
    this.nanos = time.nanos();
  }

  /** Rings the bell with its ticket at the moment, or as soon as possible when that has passed. */
  public void set(long moment, Bell bell, long ticket) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Alarm first = alarms.peek();
      alarms.add(new Alarm(moment, bell, ticket));
      if (first == null || moment - first.moment < 0) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread; no alarm rings any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      alarms.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<Alarm> due = new ArrayList<>();
    while (await(due)) {
      compareClocks();
      for (Alarm alarm : due) {
        ring(alarm);
      }
      due.clear();
    }
  }

  /** Waits for the next alarm or tick; false when closed. */
  private boolean await(List<Alarm> due) {
    lock.lock();
    try {
      long now = time.nanos();
      Alarm first = alarms.peek();
      if (!closed && (first == null || first.moment - now > 0)) {
        long tick = now + TICK;
        time.await(changed, first == null || first.moment - tick > 0 ? tick : first.moment);
      }
      now = time.nanos();
      for (Alarm next = alarms.peek();
          next != null && next.moment - now <= 0;
          next = alarms.peek()) {
        due.add(alarms.remove());
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false; // nobody but the owner of the process interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  private void compareClocks() {
    Instant wallNow = time.wall();
    long nanosNow = time.nanos();
    Duration moved = Duration.between(wall, wallNow).minusNanos(nanosNow - nanos);
    wall = wallNow;
    nanos = nanosNow;
    if (moved.abs().compareTo(NOTICEABLE) >= 0) {
      clockMoved.accept(moved.toNanos());
    }
  }

  /** The outermost loop: a bug in one credential must not silence the alarms of all others. */
  private static void ring(Alarm alarm) {
    try {
      alarm.bell.ring(alarm.ticket);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "an alarm failed; the others go on", e);
    }
  }

  /** What is rung. */
  public interface Bell {
    /** The moment has come; returns at once. */
    void ring(long ticket);
  }

  private record Alarm(long moment, Bell bell, long ticket) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.signum(moment - other.moment);
    }
  }
}
