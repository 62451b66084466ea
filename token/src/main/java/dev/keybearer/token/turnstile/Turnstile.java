package dev.keybearer.token.turnstile;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where calls wait while an origin asks to be left alone. Safe for use by many threads.
 *
 * <p>Calls stand in a row, and only the first looks at the clock. When the window ends they are let
 * go in their order, the first few {@link #SPACING} apart and each next one a little sooner: if the
 * origin is still not ready, it says so before many have gone, and the window begins anew; if it
 * is, the steps of a row of any length add up to less than {@code SPACING × HASTE}, one second. A
 * constant pace would hold a busy client back for good, with more calls joining than leaving.
 *
 * <pre>
 *   quiet ──shut──▶ shut ──its end──▶ letting go ──row empty──▶ quiet
 *                     ▲                   │
 *                     └───────shut────────┘
 * </pre>
 */
public final class Turnstile {
  /** Each place is a thread of a caller; a longer row would only hide an outage (R11). */
  public static final int MOST_WAITING = 1_000;

  /** Fifty a second to begin with. */
  public static final Duration SPACING = Duration.ofMillis(20);

  /** Each spacing is shorter than the one before by this part of it. */
  public static final int HASTE = 50;

  private final Origin origin;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock(); // guards all below; of quiet only writes
  private final Deque<Place> row = new ArrayDeque<>();
  private long opens;
  private long spacing;
  private volatile boolean quiet = true;

  /** The turnstile before an origin, open. */
  public Turnstile(Origin origin, TimeSource time) {
    this.origin = origin;
    this.time = time;
  }

  /** Whether everybody passes; wait-free, and false for longer than need be when nobody comes. */
  public boolean isQuiet() {
    return quiet;
  }

  /** Whether nobody would have to wait. */
  public boolean isOpen() {
    lock.lock();
    try {
      settle(time.nanos());
      return quiet;
    } finally {
      lock.unlock();
    }
  }

  /** How many stand in the row. */
  public int waiting() {
    lock.lock();
    try {
      return row.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody pass for this long; a window that ends later stays. */
  public void shut(Duration pause) {
    lock.lock();
    try {
      long now = time.nanos();
      // Not even a wait of nothing is an invitation to come all at once.
      long end = now + Math.max(pause.toNanos(), SPACING.toNanos());
      opens = quiet ? end : later(opens, end);
      spacing = SPACING.toNanos();
      quiet = false;
      dismiss(now);
    } finally {
      lock.unlock();
    }
  }

  /** A place in the row, or null when the row is full or the turn would come too late. */
  public @Nullable Place join(Deadline deadline) {
    lock.lock();
    try {
      long now = time.nanos();
      settle(now);
      Place place = new Place(deadline);
      if (quiet) {
        place.standing = Standing.PASSED;
        return place;
      }
      if (row.size() >= MOST_WAITING || deadline.isPast(turn(now))) {
        return null;
      }
      row.addLast(place);
      return place;
    } finally {
      lock.unlock();
    }
  }

  /** What a call is told that cannot wait. */
  public HeldBack heldBack() {
    lock.lock();
    try {
      return new HeldBack(origin, time.wall().plusNanos(opens - time.nanos()), row.size());
    } finally {
      lock.unlock();
    }
  }

  /** The window is over and the row empty: from now on nobody looks at the lock. */
  private void settle(long now) {
    if (row.isEmpty() && opens - now <= 0) {
      quiet = true;
    }
  }

  /** When whoever joins now is let go. */
  private long turn(long now) {
    long turn = later(opens, now);
    long step = spacing;
    for (int ahead = row.size(); ahead > 0; ahead--) {
      turn += step;
      step = shorter(step);
    }
    return turn;
  }

  /** Tells those whose turn now comes too late, instead of letting them wait in vain. */
  private void dismiss(long now) {
    long turn = later(opens, now);
    long step = spacing;
    for (Iterator<Place> each = row.iterator(); each.hasNext(); ) {
      Place place = each.next();
      if (place.deadline.isPast(turn)) {
        place.standing = Standing.DISMISSED;
        place.turn.signal();
        each.remove();
      } else {
        turn += step;
        step = shorter(step);
      }
    }
    callFirst();
  }

  private void letGo(Place place, long now) {
    place.standing = Standing.PASSED;
    row.removeFirst();
    opens = now + spacing;
    spacing = shorter(spacing);
    callFirst();
  }

  private void callFirst() {
    Place first = row.peekFirst();
    if (first != null) {
      first.turn.signal();
    }
  }

  /** Rounded down, so that it comes to nothing in the end. */
  private static long shorter(long step) {
    return step - (step + HASTE - 1) / HASTE;
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** One call's place in the row, given up by closing it. */
  public final class Place implements AutoCloseable {
    private final Deadline deadline;
    private final Condition turn = lock.newCondition();
    private Standing standing = Standing.IN_ROW;

    private Place(Deadline deadline) {
      this.deadline = deadline;
    }

    /**
     * Waits for the turn.
     *
     * @return whether it came; false when the origin has asked for more patience than this call has
     */
    public boolean await() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (standing != Standing.PASSED) {
          long now = time.nanos();
          boolean first = row.peekFirst() == this;
          if (first && opens - now <= 0) {
            letGo(this, now);
            return true;
          }
          if (standing == Standing.DISMISSED || deadline.isPast(now)) {
            return false;
          }
          time.await(turn, first ? earlier(opens, deadline.ends()) : deadline.ends());
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (standing == Standing.IN_ROW) {
          row.remove(this);
          callFirst();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private enum Standing {
    IN_ROW,
    PASSED,
    DISMISSED
  }
}
