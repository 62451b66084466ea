package dev.keybearer.simulator.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What is still to be written to one connection, each parcel at its moment. At most one task at a
 * time writes, so that a client that does not read holds up nobody else. Safe for use by many
 * threads.
 */
final class Outbox {
  private static final int BATCH = 256;
  private static final Duration AGAIN = Duration.ofMillis(10);

  private final Timeline timeline;
  private final Executor threads;
  private final Sink sink;

  /** Guarded by this, as everything below. */
  private final PriorityQueue<Parcel> waiting = new PriorityQueue<>();

  private long parcels;
  private long armed = Long.MAX_VALUE;
  private boolean writing;
  private boolean ended;

  Outbox(Timeline timeline, Executor threads, Sink sink) {
    this.timeline = timeline;
    this.threads = threads;
    this.sink = sink;
  }

  /** Takes frames; those that come behind the end are left aside. */
  synchronized void offer(long due, Parcel.Kind kind, byte[] frame) {
    if (ended) {
      return;
    }
    waiting.add(new Parcel(due, parcels++, kind, frame));
    if (!writing) {
      arrange();
    }
  }

  /** How many parcels wait. */
  synchronized int size() {
    return waiting.size();
  }

  /** Writes nothing any more. */
  synchronized void end() {
    ended = true;
    waiting.clear();
  }

  /** Starts to write when something is due, else when the first thing is. Called under the lock. */
  private void arrange() {
    Parcel first = waiting.peek();
    if (first == null) {
      return;
    }
    if (first.due() > timeline.now()) {
      arm(first.due());
      return;
    }
    writing = true;
    try {
      threads.execute(this::write);
    } catch (RejectedExecutionException e) {
      // As many threads as there may be are at work, or the world has closed and nobody wakes this.
      writing = false;
      timeline.afterReal(AGAIN, this::wake);
    }
  }

  private void arm(long moment) {
    if (moment < armed) {
      armed = moment;
      timeline.at(moment, this::wake);
    }
  }

  private synchronized void wake() {
    armed = Long.MAX_VALUE;
    if (!writing) {
      arrange();
    }
  }

  private void write() {
    try {
      for (List<Parcel> batch = due(); !batch.isEmpty(); batch = due()) {
        sink.write(batch);
      }
    } catch (IOException e) {
      // The client is gone, which whoever reads from it will find as well.
      end();
    }
  }

  private synchronized List<Parcel> due() {
    List<Parcel> batch = new ArrayList<>();
    long now = timeline.now();
    for (Parcel first = waiting.peek();
        first != null && first.due() <= now && batch.size() < BATCH;
        first = waiting.peek()) {
      batch.add(first);
      waiting.remove();
    }
    if (batch.isEmpty()) {
      writing = false;
      arrange();
    }
    return batch;
  }

  /** Where parcels go. */
  @FunctionalInterface
  interface Sink {
    /** Writes parcels in this order. */
    void write(List<Parcel> batch) throws IOException;
  }
}
