package dev.keybearer.gateway.signal;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** An outbox that ends with its process. Safe for use by many threads. */
final class MemoryOutbox implements Outbox {
  /** An hour of a busy day; at 20 kB each they take 20 MB at most. */
  static final int CAPACITY = 1_024;

  /** A flood of refusals leaves room for what tokens have to say. */
  static final int MOST_OF_SECURITY = CAPACITY * 3 / 4;

  /** So long is slept at once while there is nothing to send. */
  private static final long NAP_NANOS = Duration.ofMinutes(1).toNanos();

  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock(); // guards what follows
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Parcel> waiting = new PriorityQueue<>(MemoryOutbox::order);
  private long numbers;
  private int taken;

  MemoryOutbox(TimeSource time) {
    this.time = time;
  }

  /** Moments are compared by their difference: the clock may overflow. */
  private static int order(Parcel one, Parcel other) {
    int byDue = Long.signum(one.due() - other.due());
    return byDue == 0 ? Long.compare(one.number(), other.number()) : byDue;
  }

  @Override
  public boolean put(Signal signal) {
    boolean ofSecurity = signal.type().family().equals("security");
    int most = ofSecurity ? MOST_OF_SECURITY : CAPACITY;
    lock.lock();
    try {
      if (waiting.size() + taken >= most) {
        return false;
      }
      long now = time.nanos();
      waiting.add(new Parcel(signal, numbers++, now, now, 0, null));
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Parcel next(long notBefore) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = time.nanos();
        Parcel first = waiting.peek();
        long from = first == null || first.due() - notBefore < 0 ? notBefore : first.due();
        if (first != null && now - from >= 0) {
          taken++;
          return waiting.remove();
        }
        boolean _ = time.await(changed, first == null ? now + NAP_NANOS : from);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(Parcel parcel) {
    lock.lock();
    try {
      taken--;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void again(Parcel parcel) {
    lock.lock();
    try {
      taken--;
      waiting.add(parcel);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int clear() {
    lock.lock();
    try {
      int cleared = waiting.size();
      waiting.clear();
      return cleared;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return waiting.size() + taken;
    } finally {
      lock.unlock();
    }
  }
}
