package dev.keybearer.gateway.record;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many threads to one. Whoever offers takes no lock and never waits, so that
 * an event loop may; the one who takes sleeps while there is nothing.
 *
 * <pre>
 *   slots   . . c d e _ . .      _ is claimed, and will be filled in a moment
 *               ▲     ▲
 *             head   tail        both only grow; a slot is their rest by the length
 * </pre>
 */
final class Ring<T> {
  private final AtomicReferenceArray<@Nullable T> slots;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong(); // moved by the taker alone
  private volatile @Nullable Thread sleeper;

  Ring(int capacity) {
    this.slots = new AtomicReferenceArray<>(capacity);
  }

  /** Takes a value along; false when there is no room for it. */
  boolean offer(T value) {
    long claimed;
    do {
      claimed = tail.get();
      if (claimed - head.get() >= slots.length()) {
        return false;
      }
    } while (!tail.compareAndSet(claimed, claimed + 1));
    slots.set(slot(claimed), value); // seen before the sleeper is looked at: nobody sleeps over it
    wake();
    return true;
  }

  /** The next value; waits for it that long at most, and is null then. By one thread alone. */
  @Nullable T take(long nanos) {
    T ready = poll();
    if (ready != null) {
      return ready;
    }
    sleeper = Thread.currentThread();
    try {
      T late = poll();
      if (late != null) {
        return late;
      }
      LockSupport.parkNanos(this, nanos);
    } finally {
      sleeper = null;
    }
    return poll();
  }

  /** Ends the sleep of the one who takes. */
  void wake() {
    Thread asleep = sleeper;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  private @Nullable T poll() {
    long next = head.get();
    int slot = slot(next);
    T value = slots.get(slot);
    if (value != null) {
      slots.set(slot, null);
      head.set(next + 1); // only now may the slot be claimed again
    }
    return value;
  }

  private int slot(long position) {
    return (int) (position % slots.length());
  }
}
