package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Filler;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Position;
import dev.keybearer.stream.PositionStore;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands what waits to the receiver, one batch at a time, and keeps what was acknowledged. The
 * receiver runs on a thread of its own while there is something for it, never on a reader's.
 */
public final class Handover {
  private static final System.Logger LOG = System.getLogger(Handover.class.getName());

  /** How often a position is written at most: a write waits for the disk. */
  private static final Duration WRITTEN_EVERY = Duration.ofMillis(100);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Terms terms;
  private final Line line;
  private final AtomicBoolean running = new AtomicBoolean();
  private final Map<String, String> acknowledged; // confined to whoever runs
  private volatile boolean closed;
  private List<Delivery> unacknowledged = List.of();
  private Duration pause = FIRST_PAUSE;
  private volatile long notBefore = Long.MIN_VALUE;
  private long writtenAt;
  private boolean dirty;
  private @Nullable Position unmarked; // rests there as if nobody had gone on from it

  /** Hands nothing over yet. */
  public Handover(Terms terms, Position start) {
    this.terms = terms;
    this.line = new Line(terms.buffering);
    this.acknowledged = new HashMap<>(start.cursors());
    this.unmarked = start.exact() ? start : null;
    this.writtenAt = terms.time.nanos() - WRITTEN_EVERY.toNanos();
  }

  /** Puts a delivery at the end of the line. */
  public void add(Delivery delivery) {
    line.add(delivery);
    wake();
  }

  /** Says that nothing more is under way up to this position. */
  public void mark(String cursor) {
    line.mark(cursor);
    wake();
  }

  /** Says where a topic begins that was never listened to. */
  public void begin(String topic, String cursor) {
    line.begin(topic, cursor);
    wake();
  }

  /** Whether no more should be read from the provider for now. */
  public boolean isFull() {
    return line.isFull();
  }

  /** How many deliveries wait. */
  public int waiting() {
    return line.size();
  }

  /**
   * When {@link #wake} has something to do that waits for time; {@link Long#MAX_VALUE} for never.
   */
  public long due() {
    return notBefore == Long.MIN_VALUE ? Long.MAX_VALUE : notBefore;
  }

  /** Hands over what waits, if the time has come and nobody does yet. */
  public void wake() {
    if (!closed && terms.time.nanos() >= notBefore && running.compareAndSet(false, true)) {
      terms.executor.execute(this::run);
    }
  }

  /**
   * Hands nothing over any more, and writes the position: exact when all that came was
   * acknowledged. A receiver that does not come back in time leaves the position as it was, which
   * is inexact. True for the first call.
   */
  public boolean close(Duration patience) {
    if (closed) {
      return false;
    }
    closed = true;
    long until = System.nanoTime() + patience.toNanos();
    boolean idle = running.compareAndSet(false, true);
    while (!idle && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(100_000); // the receiver has one batch at most
      idle = running.compareAndSet(false, true);
    }
    if (idle) {
      write(line.size() == 0 && unacknowledged.isEmpty());
      line.close();
    }
    return true;
  }

  private void run() {
    try {
      while (!closed && step()) {
        // Each step hands over one batch.
      }
      if (!closed) { // whoever comes next may write by now
        flush();
      }
    } finally {
      running.set(false);
    }
    if (line.size() > 0) {
      wake(); // something came between the last look and the end
    }
  }

  /** Hands over one batch; false when there is none, or the receiver needs a pause. */
  private boolean step() {
    List<Delivery> batch = unacknowledged;
    if (batch.isEmpty()) {
      List<Parcel> taken = line.take(Math.max(1, terms.receiver.batch()));
      if (taken.isEmpty()) {
        return false;
      }
      if (taken.get(0) instanceof Parcel.Mark mark) {
        acknowledged.replaceAll((topic, cursor) -> mark.cursor());
        return noted();
      }
      if (taken.get(0) instanceof Parcel.Beginning beginning) {
        acknowledged.putIfAbsent(beginning.topic(), beginning.cursor());
        return noted();
      }
      batch = deliveries(taken);
    }
    return hand(batch);
  }

  /** What is no delivery takes room as well. */
  private boolean noted() {
    dirty = true;
    terms.progress.handedOver(0, null, null);
    return true;
  }

  private List<Delivery> deliveries(List<Parcel> taken) {
    List<Delivery> batch = new ArrayList<>(taken.size());
    for (Parcel parcel : taken) {
      if (parcel instanceof Parcel.Goods goods) {
        if (goods.delivery() instanceof Gap gap) {
          fill(gap, batch);
        } else {
          batch.add(goods.delivery());
        }
      }
    }
    return batch;
  }

  @SuppressWarnings("CatchingUnchecked") // a filler is the user's code
  private void fill(Gap gap, List<Delivery> batch) {
    Filler filler = terms.filler;
    if (filler != null && !gap.backfilled()) {
      try {
        List<Message> messages = filler.fill(gap);
        messages.forEach(message -> batch.add(message.from(Message.Origin.BACKFILLED)));
        batch.add(gap.filled());
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception | Error e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "stream " + gap.stream() + ": the gap from " + gap.from() + " could not be filled",
            e);
      }
    }
    batch.add(gap);
  }

  @SuppressWarnings("CatchingUnchecked") // a receiver is the user's code
  private boolean hand(List<Delivery> batch) {
    unacknowledged = batch; // the line has it no more, and whatever is thrown must not lose it
    markRunning();
    notBefore = Long.MIN_VALUE; // nothing is due while the receiver has it, however long that takes
    try {
      terms.receiver.receive(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(batch, e);
      return false;
    } catch (Exception | Error e) {
      failed(batch, e);
      return false;
    }
    unacknowledged = List.of();
    pause = FIRST_PAUSE;
    for (Delivery delivery : batch) {
      if (delivery instanceof Message message && message.cursor() != null) {
        acknowledged.put(message.topic(), message.cursor());
      }
    }
    dirty = true;
    terms.progress.handedOver(batch.size(), null, null);
    if (!closed && terms.time.nanos() - writtenAt >= WRITTEN_EVERY.toNanos()) {
      flush();
    }
    return true;
  }

  private void failed(List<Delivery> batch, Throwable e) {
    notBefore = terms.time.nanos() + pause.toNanos();
    List<Delivery> again = new ArrayList<>(batch.size());
    for (Delivery delivery : batch) {
      again.add(delivery instanceof Message message ? message.again() : delivery);
    }
    unacknowledged = again;
    terms.progress.handedOver(0, e, terms.time.wall().plus(pause));
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  /**
   * Before a run hands anything over, its position rests as one that may be left behind: whoever
   * goes on from it after a crash knows that replays may be known, and since when somebody
   * listened.
   */
  private void markRunning() {
    Position start = unmarked;
    if (start != null) {
      unmarked = null;
      boolean first = start.at().equals(Instant.EPOCH);
      write(new Position(acknowledged, false, first ? terms.time.wall() : start.at()));
    }
  }

  private void flush() {
    if (dirty) {
      write(false);
    }
  }

  private void write(boolean exact) {
    unmarked = null;
    dirty = !write(new Position(acknowledged, exact, terms.time.wall()));
  }

  /** Whether it rests there now. */
  private boolean write(Position position) {
    if (terms.positions.equals(PositionStore.NONE)) {
      return true;
    }
    try {
      terms.positions.write(terms.stream, position);
      return true;
    } catch (StreamFailure e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "stream " + terms.stream + ": its position is not written; more will be replayed",
          e);
      return false;
    } finally {
      writtenAt = terms.time.nanos();
    }
  }

  /** What a handover works with. */
  public record Terms(
      String stream,
      Receiver receiver,
      @Nullable Filler filler,
      Buffering buffering,
      PositionStore positions,
      Executor executor,
      TimeSource time,
      Progress progress) {}

  /** Is told of each batch. */
  public interface Progress {
    /**
     * So many were acknowledged, and there is room again; or none, since the receiver failed and is
     * asked again then.
     */
    void handedOver(int count, @Nullable Throwable failure, @Nullable Instant retryAt);
  }
}
