package dev.keybearer.gateway.record;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What many threads hand to one that has time, up to a bound. Whoever offers takes no lock, and
 * wakes the taker only if it sleeps for want of anything, or if half of the room is taken.
 *
 * <pre>
 *   slots   · · a b c d · ·        a slot is claimed by moving the tail on, and then filled;
 *               │       │          the taker stops at one that is claimed and not filled yet
 *              head    tail
 * </pre>
 *
 * @param <E> what is handed over
 */
final class Backlog<E> {
  private final AtomicReferenceArray<@Nullable E> slots;
  private final AtomicLong head = new AtomicLong(); // moved by the taker alone
  private final AtomicLong tail = new AtomicLong();
  private final int mask;
  private volatile @Nullable Thread hungry;
  private volatile @Nullable Thread gathering;

  /**
   * A backlog.
   *
   * @param capacity a power of two
   */
  Backlog(int capacity) {
    this.slots = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
  }

  /** Takes it in, unless there is no room. */
  boolean offer(E element) {
    long claimed = tail.get();
    while (true) {
      if (claimed - head.get() > mask) {
        return false;
      }
      if (tail.compareAndSet(claimed, claimed + 1)) {
        break;
      }
      claimed = tail.get();
    }
    slots.set((int) claimed & mask, element);
    LockSupport.unpark(claimed - head.get() == mask / 2 ? gathering : hungry);
    return true;
  }

  /** The first one, or null when there is none. For the taker only. */
  @Nullable E poll() {
    long first = head.get();
    int slot = (int) first & mask;
    E element = slots.get(slot);
    if (element != null) {
      slots.setPlain(slot, null); // seen by whoever sees that the head has moved
      head.set(first + 1);
    }
    return element;
  }

  /** Sleeps until there is something, or somebody calls. For the taker only. */
  void await() {
    hungry = Thread.currentThread();
    if (slots.get((int) head.get() & mask) == null) {
      LockSupport.park(this);
    }
    hungry = null;
  }

  /** Lets more come for a while, up to half of what fits. For the taker only. */
  void gather(int millis) {
    gathering = Thread.currentThread();
    if (tail.get() - head.get() <= mask / 2) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    gathering = null;
  }
}
