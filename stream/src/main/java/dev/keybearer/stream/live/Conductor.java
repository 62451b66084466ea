package dev.keybearer.stream.live;

import dev.keybearer.stream.Position;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.stream.StreamReport.State;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.buffer.Handover;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One stream from its opening to its close: its rota, intake and handover, and the one alarm they
 * share. What runs in the mailbox is marked; everything else may be called by any thread.
 */
final class Conductor {
  private final StreamPlan plan;
  private final Surroundings around;
  private final TimeSource time;
  private final Mailbox mailbox;
  private final Handover handover;
  private final Intake intake;
  private final Rota rota;
  private final Counts counts = new Counts();
  private final CountDownLatch live = new CountDownLatch(1);
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private boolean closing; // these three are confined to the mailbox
  private boolean blocked;
  private long armed = Long.MAX_VALUE;
  private volatile State state = State.CONNECTING;
  private volatile int connections;
  private volatile long generation;
  private volatile long heardAt;

  Conductor(StreamPlan plan, Receiver receiver, Surroundings around) {
    this.plan = plan;
    this.around = around;
    this.time = around.time();
    this.mailbox = new Mailbox(around.executor());
    Position start = plan.keeping().positions().read(plan.name());
    this.handover =
        new Handover(
            new Handover.Terms(
                plan.name(),
                receiver,
                plan.keeping().filler(),
                plan.keeping().buffering(),
                plan.keeping().positions(),
                around.executor(),
                time,
                this::handedOver),
            start);
    this.intake = new Intake(plan, time, handover, counts, start);
    this.rota = new Rota(plan, around, intake, counts, this);
    this.heardAt = time.nanos();
  }

  Mailbox mailbox() {
    return mailbox;
  }

  void begin() {
    mailbox.add(this::tick);
  }

  /** After a sleep, nobody may be there any more. */
  void clockMoved() {
    mailbox.add(
        () -> {
          rota.seats().forEach(seat -> seat.connections().forEach(Connection::question));
          tick();
        });
  }

  void rotate() {
    mailbox.add(
        () -> {
          rota.replaceAll(StreamEvent.Trigger.OPERATOR);
          tick();
        });
  }

  void listenTo(List<Topic> topics) {
    mailbox.add(
        () -> {
          rota.listenTo(topics);
          tick();
        });
  }

  CountDownLatch live() {
    return live;
  }

  StreamReport report() {
    return new StreamReport(
        plan.name(),
        state,
        connections,
        generation,
        counts.attempts.get(),
        counts.established.get(),
        counts.handshakes(),
        counts.handshakeTime(),
        counts.drops.get(),
        counts.rotations.get(),
        counts.gaps.get(),
        counts.messages.get(),
        counts.flagged.get(),
        counts.acknowledged.get(),
        handover.waiting(),
        Duration.ofNanos(Math.max(0, time.nanos() - heardAt)));
  }

  /** Hangs up, waits for the receiver, and writes the position. May be called twice. */
  void close(Duration farewell) {
    mailbox.add(this::hangUp);
    try {
      boolean left = hungUp.await(farewell.toNanos(), TimeUnit.NANOSECONDS);
      long until = System.nanoTime() + farewell.toNanos();
      while (left && handover.waiting() > 0 && System.nanoTime() < until) {
        LockSupport.parkNanos(1_000_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (handover.close(farewell)) {
      around.recorder().record(new StreamEvent.Stopped(time.wall(), plan.name()));
    }
  }

  /** In the mailbox. */
  private void hangUp() {
    closing = true;
    rota.stop();
    connections = 0;
    state = State.STOPPED;
    hungUp.countDown();
  }

  /** In the mailbox: looks at everything that waits for time, and rings again for the next. */
  void tick() {
    if (closing) {
      return;
    }
    long now = time.nanos();
    rota.tick(now);
    intake.tick(now);
    handover.wake();
    settle();
    arm();
  }

  /** In the mailbox: rings when the next thing is due. */
  void arm() {
    armFor(Math.min(rota.due(), Math.min(intake.due(), handover.due())));
  }

  /** In the mailbox: rings at this moment, unless it rings sooner anyway. */
  void armFor(long due) {
    if (due == Long.MAX_VALUE || closing) {
      return;
    }
    if (due < armed) { // an alarm that has come already rings as soon as the mailbox gets to it
      armed = due;
      around.alarms().set(due, ticket -> mailbox.add(this::ring), 0);
    }
  }

  private void ring() {
    if (armed <= time.nanos()) {
      armed = Long.MAX_VALUE;
      tick();
    }
  }

  /** In the mailbox: a connection of this generation is open. */
  void generation(long newest) {
    generation = Math.max(generation, newest);
  }

  /** In the mailbox: something was heard; whether to read no more until there is room. */
  boolean isFull() {
    heardAt = time.nanos();
    blocked |= handover.isFull();
    return blocked;
  }

  /** The receiver's thread. */
  private void handedOver(int count, @Nullable Throwable failure, @Nullable Instant retryAt) {
    counts.acknowledged.addAndGet(count);
    if (failure != null && retryAt != null) {
      around
          .recorder()
          .record(StreamEvent.ReceiverFailed.of(time.wall(), plan.name(), failure, retryAt));
      mailbox.add(this::arm);
    } else {
      mailbox.add(this::readOn);
    }
  }

  private void readOn() {
    if (blocked && !handover.isFull()) {
      blocked = false;
      rota.seats().forEach(seat -> seat.connections().forEach(Connection::readOn));
      arm(); // whoever is read from again can be missed again
    }
  }

  private void settle() {
    List<Seat> seats = rota.seats();
    connections = (int) seats.stream().filter(Seat::listens).count();
    if (connections > 0) {
      state = connections == seats.size() ? State.LIVE : State.DEGRADED;
      live.countDown();
      return;
    }
    boolean waits = counts.attempts.get() > 0 && seats.stream().allMatch(Seat::isEmpty);
    State otherwise = waits ? State.BACKOFF : State.CONNECTING;
    state = rota.isSuspended() ? State.SUSPENDED : otherwise;
  }
}
