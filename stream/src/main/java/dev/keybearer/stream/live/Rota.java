package dev.keybearer.stream.live;

import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.StreamEvent.Trigger;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Hearing;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the seats of a stream taken: dials, proves, overlaps, lets go, and begins again. Confined
 * to the stream's mailbox.
 *
 * <pre>
 *   seat   empty ──dial──▶ current ──due──▶ current + next ──next proved, both heard enough──▶ current
 *            ▲                │                    │
 *            └────────────────┴──── died ◀─────────┘      after a pause; long when only a person can help
 * </pre>
 */
final class Rota implements Attempts.Owner {
  /** So many messages in a row that only the other connection brought: this one is dead inside. */
  private static final int ZOMBIE = 20;

  private final StreamPlan plan;
  private final TimeSource time;
  private final Attempts attempts;
  private final Intake intake;
  private final Counts counts;
  private final Conductor conductor;
  private final Chronicle chronicle;
  private final Attendance attendance;
  private final List<Seat> seats = new ArrayList<>();
  private final Requests requests;
  private boolean suspended;

  Rota(StreamPlan plan, Surroundings around, Intake intake, Counts counts, Conductor conductor) {
    this.plan = plan;
    this.time = around.time();
    this.requests = new Requests(plan.topics());
    this.intake = intake;
    this.counts = counts;
    this.conductor = conductor;
    this.chronicle = new Chronicle(plan, around);
    this.attendance = new Attendance(seats, plan.profile(), intake, chronicle, requests::names);
    this.attempts = new Attempts(plan, around, conductor.mailbox(), this, counts);
    for (int seat = 0; seat < plan.redundancy(); seat++) {
      Retry retry = new Retry(() -> ThreadLocalRandom.current().nextDouble());
      seats.add(new Seat(retry, time.nanos()));
    }
  }

  List<Seat> seats() {
    return seats;
  }

  /** Whether nothing is tried but for a slow check. */
  boolean isSuspended() {
    return suspended;
  }

  /** Looks at everything here that waits for time. */
  void tick(long now) {
    for (Seat seat : seats) {
      for (Connection connection : seat.connections()) {
        connection.tick(now);
      }
      look(seat, now);
    }
  }

  long due() {
    long now = time.nanos();
    long due = Long.MAX_VALUE;
    for (Seat seat : seats) {
      due = Math.min(due, seat.due(now));
      due = mayRotate(seat) ? Math.min(due, seat.rotationDue()) : due;
    }
    return due;
  }

  /** Replaces every connection. */
  void replaceAll(Trigger trigger) {
    requests.replace(attempts.newest(), trigger);
    seats.forEach(seat -> seat.replaceNow(time, trigger));
  }

  void listenTo(List<Topic> others) {
    requests.listenTo(others);
    replaceAll(Trigger.TOPICS);
  }

  /** Hangs up everywhere. */
  void stop() {
    for (Seat seat : seats) {
      seat.dialling = 0;
      List<Connection> connections = seat.connections();
      seat.current = null;
      seat.next = null;
      connections.forEach(this::letGo);
    }
  }

  private void letGo(Connection connection) {
    connection.leave();
    intake.left(connection.generation);
    requests.left(connection.generation);
  }

  private void look(Seat seat, long now) {
    Connection current = seat.current;
    if (seat.isEmpty()) {
      if (now >= seat.retryAt) {
        attempts.begin(seat, requests.topics(), null);
      }
      return;
    }
    if (current == null || !current.isLive()) {
      return;
    }
    seat.retry.well(now);
    if (intake.missedBy(current.generation) >= ZOMBIE) {
      died(current, Death.silent("brings nothing while another connection does"));
    } else if (seat.overlaps()) {
      if (seat.overlapIsOver(now, intake.observedSkew())) {
        moveOver(seat);
      } else if (seat.wantsSign(now, intake.observedSkew())) {
        current.question();
      }
    } else if (seat.isToRotate(time) && now >= seat.retryAt && mayRotate(seat)) {
      replace(seat, current);
    }
  }

  /** Our own rotations touch one seat at a time; what a provider announces cannot wait. */
  private boolean mayRotate(Seat seat) {
    return seat.trigger == Trigger.NOTICE
        || seats.stream().noneMatch(other -> other != seat && other.isRotating());
  }

  private void replace(Seat seat, Connection current) {
    if (seat.isOverdue(time.wall())) {
      chronicle.overdue(current, Objects.requireNonNull(seat.ends));
    }
    boolean byToken = seat.trigger == Trigger.TOKEN;
    if (byToken && plan.profile().renewing() == Profile.Renewing.IN_BAND && !seat.inBandFailed) {
      attempts.renew(seat, current);
    } else {
      attempts.begin(seat, requests.topics(), byToken ? current.token() : null);
    }
  }

  @Override
  public void dialling(Attempt attempt) {
    intake.joined(attempt);
  }

  @Override
  public void neverOpened(long generation) {
    intake.left(generation);
  }

  @Override
  public void opened(Seat seat, Connection connection) {
    conductor.generation(connection.generation);
    if (seat.current == null) {
      seat.current = connection;
    } else {
      seat.next = connection;
    }
    connection.begin();
    conductor.arm();
  }

  @Override
  public void offer(Seat seat, Connection current, Token token) {
    current.offer(token, seat.untilAnswer(time.wall()));
    conductor.arm();
  }

  @Override
  public void noSuccessor(Seat seat) {
    seat.retryAt = time.nanos() + seat.untilSuccessor(time.wall()).toNanos();
    conductor.tick();
  }

  @Override
  public void breakFirst(Seat seat, Connection current) {
    boolean wasLive = current.isLive();
    seat.current = null;
    letGo(current);
    if (wasLive) {
      counts.rotations.incrementAndGet();
      intake.ended(current.listening(), current.heard(), Gap.Cause.BREAK_BEFORE_MAKE, false);
    }
  }

  @Override
  public void failed(Seat seat, long generation, Death death, @Nullable Token token) {
    pause(seat, generation, death, token);
    conductor.tick();
  }

  private void pause(Seat seat, long generation, Death death, @Nullable Token token) {
    boolean anyLive = attendance.listens();
    Duration pause = attempts.pauseAfter(seat, death, token, anyLive);
    seat.retryAt = time.nanos() + pause.toNanos();
    chronicle.failed(generation, death, pause);
    if (death.suspends() && !anyLive && !suspended) {
      suspended = true;
      chronicle.suspended(death);
    }
  }

  private void moveOver(Seat seat) {
    Connection old = Objects.requireNonNull(seat.current);
    Connection successor = Objects.requireNonNull(seat.next);
    seat.next = null;
    seat.current = successor;
    attendance.succeeded(seat, old, successor);
    letGo(old);
    attendance.review();
    rotated(seat, old, successor, seat.trigger);
  }

  private void rotated(Seat seat, Connection old, Connection successor, Trigger trigger) {
    counts.rotations.incrementAndGet();
    chronicle.rotated(old, successor, trigger, seat.overlap(time.nanos()));
    settle(seat, successor);
  }

  private void settle(Seat seat, Connection connection) {
    seat.settle(connection.token(), plan.profile(), time);
    requests.settled(seat, connection.generation, time);
  }

  @Override
  public void died(Connection connection, Death death) {
    Seat seat = seatOf(connection);
    if (connection.hasEnded() || seat == null) {
      return;
    }
    boolean wasLive = connection.isLive();
    Moment lastSign = attendance.lastSign(connection);
    connection.abort();
    intake.left(connection.generation);
    requests.left(connection.generation);
    if (wasLive) {
      counts.drops.incrementAndGet();
      chronicle.dropped(connection, death);
    }
    Connection successor = seat.next;
    seat.next = null;
    if (successor == connection) {
      pause(seat, connection.generation, death, connection.token());
    } else {
      seat.current = successor;
      if (wasLive) {
        boolean tried = successor != null || seat.dialling != 0;
        intake.ended(connection.listening(), lastSign, Gap.Cause.DROPPED, tried);
        attendance.review();
      }
      if (successor != null && successor.isLive()) {
        rotated(seat, connection, successor, Trigger.DROP);
      } else if (seat.isEmpty()) {
        pause(seat, connection.generation, death, connection.token());
      }
    }
    conductor.tick();
  }

  @Override
  public void subscribing(Connection connection) {
    intake.joined(connection.attempt);
  }

  @Override
  public Map<String, String> after(Connection connection) {
    return intake.after();
  }

  @Override
  public void listens(Connection connection, String topic, @Nullable String newest) {
    intake.listens(topic, newest);
  }

  @Override
  public void rejected(Connection connection, String topic, String why) {
    chronicle.rejected(topic, why);
  }

  @Override
  public @Nullable String expired(Connection connection, String topic) {
    chronicle.expired(topic);
    String after = intake.expired(topic, attendance.listens());
    if (after == null) {
      String why = "what comes after the position in " + topic + " is not kept any more";
      died(connection, new Death(Death.Kind.CURSOR_EXPIRED, why, null));
    }
    return after;
  }

  @Override
  public void proved(Connection connection) {
    Seat seat = seatOf(connection);
    if (seat == null) {
      return;
    }
    suspended = false;
    counts.established.incrementAndGet();
    attempts.succeeded();
    chronicle.established(connection);
    attendance.review();
    intake.proved(connection.generation);
    if (seat.current == connection) {
      settle(seat, connection);
    } else {
      seat.beginOverlap(time);
      Objects.requireNonNull(seat.current).ping(); // its answer shows that it lasted until now
    }
    conductor.tick();
  }

  @Override
  public void heard(Connection connection, Hearing.Heard message) {
    intake.heard(connection.generation, message);
    conductor.armFor(intake.due());
  }

  @Override
  public void idle(Connection connection, String cursor) {
    intake.idle(cursor);
  }

  @Override
  public void noticed(Connection connection, Duration lead) {
    Seat seat = seatOf(connection);
    if (seat == null) {
      return;
    }
    requests.notice(connection.generation); // else replaced as soon as it is what counts
    if (seat.current == connection && connection.isLive()) {
      seat.ends = time.wall().plus(lead);
      seat.replaceNow(time, Trigger.NOTICE);
      conductor.tick();
    }
  }

  @Override
  public void challenged(Connection connection) {
    Seat seat = seatOf(connection);
    if (seat != null) {
      seat.replaceNow(time, Trigger.TOKEN);
      conductor.tick();
    }
  }

  @Override
  public void renewed(Connection connection) {
    Seat seat = seatOf(connection);
    if (seat != null) {
      seat.beginOverlap(time);
      rotated(seat, connection, connection, Trigger.TOKEN);
      conductor.tick();
    }
  }

  @Override
  public void offerFailed(Connection connection, String why) {
    Seat seat = seatOf(connection);
    if (seat != null) {
      seat.inBandFailed = true; // a new connection is the other way
      seat.retryAt = time.nanos();
      conductor.tick();
    }
  }

  @Override
  public boolean isFull(Connection connection) {
    return conductor.isFull();
  }

  private @Nullable Seat seatOf(Connection connection) {
    for (Seat seat : seats) {
      if (seat.current == connection || seat.next == connection) {
        return seat;
      }
    }
    return null;
  }
}
