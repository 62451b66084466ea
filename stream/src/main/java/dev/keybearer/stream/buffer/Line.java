package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the receiver, in order, in bounded room. Safe for many threads.
 *
 * <p>Where a disk does not take what is to be spilled, the line is full until there is room: what
 * was read already waits in memory behind the file.
 */
final class Line {
  private static final System.Logger LOG = System.getLogger(Line.class.getName());

  private final Buffering buffering;
  private final ReentrantLock lock = new ReentrantLock(); // guards all that follows
  private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
  private @Nullable SpillFile spilled; // comes after all that waits
  private final ArrayDeque<Parcel> behind = new ArrayDeque<>(); // comes after that
  private @Nullable Dropped dropped;

  Line(Buffering buffering) {
    this.buffering = buffering;
  }

  /** Puts a delivery at the end. */
  void add(Delivery delivery) {
    lock.lock();
    try {
      boolean full = waiting.size() >= buffering.messages();
      if (!behind.isEmpty()) {
        behind.add(new Parcel.Goods(delivery));
      } else if (spilled != null) {
        spill(delivery);
      } else if (!full || buffering.whenFull() == Buffering.WhenFull.BLOCK) {
        waiting.add(new Parcel.Goods(delivery)); // with BLOCK, what was read already still fits
      } else if (buffering.whenFull() == Buffering.WhenFull.SPILL) {
        spill(delivery);
      } else {
        dropOldest();
        waiting.add(new Parcel.Goods(delivery));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes a position behind all that waits; left out while anything is spilled. */
  void mark(String cursor) {
    lock.lock();
    try {
      if (spilled == null && behind.isEmpty()) {
        if (waiting.peekLast() instanceof Parcel.Mark) {
          waiting.removeLast();
        }
        waiting.add(new Parcel.Mark(cursor));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes where a topic begins, before its first message or not: that changes nothing. */
  void begin(String topic, String cursor) {
    lock.lock();
    try {
      waiting.add(new Parcel.Beginning(topic, cursor));
    } finally {
      lock.unlock();
    }
  }

  /** Whether no more should be read from the provider for now. */
  boolean isFull() {
    lock.lock();
    try {
      SpillFile file = spilled;
      return switch (buffering.whenFull()) {
        case BLOCK -> waiting.size() >= buffering.messages();
        case SPILL -> !behind.isEmpty() || (file != null && file.isFull());
        case DROP_OLDEST -> false;
      };
    } finally {
      lock.unlock();
    }
  }

  /** How many deliveries wait. */
  int size() {
    lock.lock();
    try {
      SpillFile file = spilled;
      return waiting.size() + (file == null ? 0 : file.count()) + behind.size();
    } finally {
      lock.unlock();
    }
  }

  /** The next ones, a gap or a mark always alone; empty when nothing waits. */
  List<Parcel> take(int most) {
    lock.lock();
    try {
      Dropped gone = dropped;
      if (gone != null) {
        dropped = null;
        return List.of(new Parcel.Goods(gone.gap()));
      }
      List<Parcel> taken = new ArrayList<>(Math.min(most, waiting.size()));
      while (taken.size() < most && !waiting.isEmpty()) {
        boolean alone = !isMessage(waiting.getFirst());
        if (alone && !taken.isEmpty()) {
          break;
        }
        taken.add(waiting.removeFirst());
        if (alone) {
          break;
        }
      }
      refill();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      if (spilled != null) {
        spilled.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isMessage(Parcel parcel) {
    return parcel instanceof Parcel.Goods goods && goods.delivery() instanceof Message;
  }

  private void spill(Delivery delivery) {
    SpillFile file = spilled;
    try {
      if (file == null) {
        file = SpillFile.in(Objects.requireNonNull(buffering.folder()));
      }
      file.add(delivery);
      spilled = file;
    } catch (UncheckedIOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "stream "
              + delivery.stream()
              + ": what waits cannot be spilled; no more is read until there is room",
          e);
      if (file != null && spilled == null) {
        file.close();
      }
      behind.add(new Parcel.Goods(delivery));
    }
  }

  private void refill() {
    if (waiting.size() > buffering.messages() / 2) {
      return;
    }
    SpillFile file = spilled;
    if (file != null) {
      read(file);
    }
    while (spilled == null && !behind.isEmpty() && waiting.size() < buffering.messages()) {
      waiting.add(behind.removeFirst());
    }
  }

  private void read(SpillFile file) {
    try {
      while (file.count() > 0 && waiting.size() < buffering.messages()) {
        waiting.add(new Parcel.Goods(file.take()));
      }
      if (file.count() > 0) {
        return;
      }
    } catch (UncheckedIOException e) {
      Dropped lost = Objects.requireNonNull(file.held()); // of what it counts, at least
      LOG.log(
          System.Logger.Level.WARNING,
          "stream " + lost.stream() + ": " + file.count() + " messages are lost, in a gap",
          e);
      waiting.add(new Parcel.Goods(lost.gap()));
    }
    file.close();
    spilled = null;
  }

  /**
   * Makes room for one. A gap that goes becomes part of the stretch that is told of instead; where
   * a topic begins stays, once for each.
   */
  private void dropOldest() {
    for (Iterator<Parcel> each = waiting.iterator(); each.hasNext(); ) {
      Parcel oldest = each.next();
      if (oldest instanceof Parcel.Beginning) {
        continue;
      }
      each.remove();
      if (oldest instanceof Parcel.Goods goods) {
        Dropped before = dropped;
        Delivery gone = goods.delivery();
        dropped = before == null ? Dropped.first(gone) : before.and(gone);
      }
      return;
    }
  }
}
