package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the receiver, in order, in bounded room. Safe for many threads. */
final class Line {
  private final Buffering buffering;
  private final ReentrantLock lock = new ReentrantLock(); // guards all that follows
  private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
  private @Nullable SpillFile spilled;
  private @Nullable Dropped dropped;

  Line(Buffering buffering) {
    this.buffering = buffering;
  }

  /** Puts a delivery at the end. */
  void add(Delivery delivery) {
    lock.lock();
    try {
      SpillFile file = spilled;
      boolean full = waiting.size() >= buffering.messages();
      if (file != null) {
        file.add(delivery);
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

  /** Notes a position behind all that waits; left out while anything is in the file. */
  void mark(String cursor) {
    lock.lock();
    try {
      if (spilled == null) {
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
        case SPILL -> file != null && file.isFull();
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
      return waiting.size() + (file == null ? 0 : file.count());
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
    SpillFile file = SpillFile.in(Objects.requireNonNull(buffering.folder()));
    file.add(delivery);
    spilled = file;
  }

  private void refill() {
    SpillFile file = spilled;
    if (file == null || waiting.size() > buffering.messages() / 2) {
      return;
    }
    while (file.count() > 0 && waiting.size() < buffering.messages()) {
      waiting.add(new Parcel.Goods(file.take()));
    }
    if (file.count() == 0) {
      file.close();
      spilled = null;
    }
  }

  private void dropOldest() {
    Parcel oldest = waiting.removeFirst();
    if (oldest instanceof Parcel.Goods goods && goods.delivery() instanceof Message message) {
      Dropped before = dropped;
      dropped = before == null ? Dropped.first(message) : before.and(message);
    } else if (!(oldest instanceof Parcel.Mark)) {
      waiting.addFirst(oldest); // never dropped; it stays in front, and the line one longer
    }
  }

  /** Messages that went for want of room. */
  private record Dropped(String stream, TreeSet<String> topics, Instant from, Instant to) {
    private static Dropped first(Message message) {
      TreeSet<String> topics = new TreeSet<>();
      topics.add(message.topic());
      Instant at = message.receivedAt();
      return new Dropped(message.stream(), topics, at, at);
    }

    private Dropped and(Message message) {
      topics.add(message.topic());
      return new Dropped(stream, topics, from, message.receivedAt());
    }

    private Gap gap() {
      return new Gap(
          stream, List.copyOf(topics), from, to.plusNanos(1), Gap.Cause.OVERFLOWN, false, false);
    }
  }
}
