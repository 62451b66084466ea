package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one credential's token alive.
 *
 * <p>A read of a usable lease is two volatile reads and one clock read: no lock, no allocation, and
 * no renewal is begun by it. Renewals are begun by the alarm that each lease sets when it arrives,
 * by a caller who finds nothing usable, and by a rejection. There is one at a time, and it belongs
 * to nobody: whoever waits, waits for a change of state, and may leave without consequence.
 *
 * <pre>
 *   idle ──alarm, empty-handed caller, rejection──▶ planned ──its moment──▶ flying ──▶ idle
 *                                                      ▲                       │
 *                                                      └─── hold, breaker, failure
 * </pre>
 */
final class RenewingSource implements TokenSource, Alarms.Bell {
  /** What no thread could be had for is tried again this soon: such a moment is short. */
  private static final long THREAD_AGAIN = Duration.ofSeconds(1).toNanos();

  private final Credential credential;
  private final Surroundings around;
  private final TimeSource time;
  private final Renewal renewal;
  private final Lane lane;
  private final Monitor monitor; // guards all below, but not reading from tenure
  private final Attempts attempts;
  private final Tenure tenure;
  private final Standing standing;
  private final Turn turn;
  private long flights;
  private boolean looked;
  private boolean closed;

  RenewingSource(Credential credential, Surroundings around, Lane lane) {
    this.credential = credential;
    this.around = around;
    this.time = around.time();
    this.renewal = new Renewal(credential, around, lane.endpoint());
    this.lane = lane;
    this.monitor = new Monitor(time);
    this.attempts = new Attempts(credential.limits(), around, lane.budget());
    this.tenure = new Tenure(credential.renewal().idle(), time.nanos());
    this.standing = new Standing(credential, around, attempts, tenure);
    this.turn = new Turn(around, lane, monitor, renewal, this::endTurn);
  }

  Credential credential() {
    return credential;
  }

  @Override
  public Token get(Duration patience) {
    long now = time.nanos();
    Token token = tenure.atOnce(now);
    return token == null ? attend(now, patience) : token;
  }

  @Override
  public @Nullable Token peek() {
    return tenure.atOnce(time.nanos());
  }

  @Override
  public void reject(Token token) {
    monitor.holding(
        () -> {
          long now = time.nanos();
          if (!tenure.end(token, now)) {
            return;
          }
          standing.rejected(token, tenure.learn(now));
          begin(now);
        });
  }

  @Override
  public void ring(long ticket) {
    monitor.holding(
        () -> {
          if (attempts.isCurrent(ticket) && turn.isHeard()) {
            begin(time.nanos());
          }
        });
  }

  /** Renews now, however fresh the lease; the trouble that was met, or null. */
  @Nullable Trouble renewNow(Duration patience) {
    long deadline = monitor.deadline(patience);
    return monitor.<@Nullable Trouble>hold(() -> awaitRenewal(deadline, patience));
  }

  /**
   * Does something to the credential while no renewal is under way; null when none ended in time.
   */
  <T> @Nullable T between(Duration patience, Function<Renewal, T> act) {
    long deadline = monitor.deadline(patience);
    if (!monitor.hold(() -> takeOpenTurn(deadline))) {
      return null;
    }
    try {
      return act.apply(renewal);
    } finally {
      monitor.holding(this::endTurn);
    }
  }

  /**
   * Closes it, and waits until no renewal is under way and what they brought is kept: from then on
   * nothing of it touches the store. Whether that came about in time.
   */
  boolean retire(Duration patience) {
    long deadline = monitor.deadline(patience);
    close();
    if (!monitor.hold(() -> takeTurn(deadline))) {
      return false;
    }
    try {
      return renewal.settle();
    } finally {
      monitor.holding(this::endTurn);
    }
  }

  /** Keeps what is not kept yet as far as it can, when it is closed and nothing flies any more. */
  void settle() {
    if (monitor.hold(() -> takeTurn(time.nanos()))) {
      turn.save();
    }
  }

  /**
   * Gives the token out no more; the next caller begins anew. Returns the token that was in use.
   */
  @Nullable Token drop() {
    return monitor.<@Nullable Token>hold(
        () -> {
          Lease current = tenure.lease();
          tenure.hold(null);
          standing.forget();
          return current == null ? null : current.token();
        });
  }

  /** Makes the lease older: time passed that the monotonic clock did not see. */
  void age(long by) {
    monitor.holding(
        () -> {
          Lease older = tenure.age(by);
          if (older != null && !turn.isFlying()) {
            attempts.alarmAt(older.renewFrom(), this);
          }
        });
  }

  /** How it stands; looking is no use. */
  SourceState state() {
    return monitor.hold(standing::state);
  }

  /** Lets go of everybody who waits. */
  void close() {
    monitor.holding(
        () -> {
          closed = true;
          turn.stop();
          tenure.hold(null);
          monitor.changed();
        });
  }

  private Token attend(long now, Duration patience) {
    long deadline = monitor.deadline(patience);
    return monitor.hold(
        () -> {
          tenure.use(now);
          return usable(deadline, patience);
        });
  }

  private Token usable(long deadline, Duration patience) {
    while (true) {
      long now = time.nanos();
      Token token = tenure.usable(now);
      if (token != null) {
        return token;
      }
      if (closed) {
        throw Trouble.closed(credential.name()).failure(null);
      }
      if (!turn.isTaken()) {
        attempt(now, deadline);
      }
      if (!monitor.await(deadline)) {
        Instant next = turn.isTaken() ? null : around.wall(attempts.next());
        throw Trouble.outOfPatience(credential.name(), patience, standing.trouble()).failure(next);
      }
    }
  }

  /** Begins what helps; fails at once when nothing can help before the deadline. */
  private void attempt(long now, long deadline) {
    Trouble known = standing.trouble();
    if (known != null && known.lasting() && !attempts.isDue(now)) {
      throw known.failure(around.wall(attempts.next()));
    }
    begin(now);
    if (!turn.isTaken() && attempts.next() - deadline > 0) {
      Trouble why = known == null ? Trouble.tooOften(credential.name()) : known;
      throw why.failure(around.wall(attempts.next()));
    }
  }

  /** Starts a flight, now or when budgets allow; does nothing while one is under way. */
  private void begin(long now) {
    if (turn.isTaken() || closed) {
      return;
    }
    if (!looked) {
      looked = begun(turn.pass(lane.aside(this::look)), now);
    } else if (attempts.plan(now) - now <= 0 && attempts.isClear(now)) {
      Lease current = tenure.lease();
      boolean pressing = current != null && now - current.mustRenew() >= 0;
      begun(turn.fly(lane.enter(this::fly, pressing)), now);
    } else {
      attempts.alarmAt(attempts.plan(now), this);
    }
  }

  /** Whether it was handed over to a thread, and lands once the lock is let go of; or is later. */
  private boolean begun(boolean handedOver, long now) {
    if (!handedOver) {
      attempts.alarmAt(now + THREAD_AGAIN, this);
    }
    return handedOver;
  }

  /** What rests is looked for first: that asks the issuer nothing and waits for no budget. */
  private void look() {
    Outcome found = renewal.look();
    monitor.holding(() -> looked(found, time.nanos()));
  }

  private void looked(Outcome found, long now) {
    turn.giveBack();
    if (found instanceof Outcome.Renewed renewed && !tenure.isOver(renewed.lease(), now)) {
      renewed(renewed, now);
    } else if (found instanceof Outcome.Failed) {
      land(found, now);
    } else {
      begin(now);
    }
    turn.saveLater(now);
    monitor.changed();
  }

  /** One flight, on a thread of the executor. */
  private void fly() {
    if (monitor.hold(this::takeOff)) {
      Outcome landed = renewal.run(tenure.lease());
      monitor.holding(() -> land(landed, time.nanos()));
    }
  }

  /** The lane may have kept the flight waiting for long: budgets count from here. */
  private boolean takeOff() {
    long now = time.nanos();
    if (!closed && attempts.mayGo(now)) {
      return true;
    }
    turn.giveBack();
    if (closed) {
      monitor.changed();
    } else {
      attempts.alarmAt(attempts.plan(now), this);
      turn.saveLater(now);
    }
    return false;
  }

  private void land(Outcome outcome, long now) {
    turn.giveBack();
    if (outcome instanceof Outcome.Renewed renewed && tenure.isOver(renewed.lease(), now)) {
      endedBefore(renewed, now);
    } else if (outcome instanceof Outcome.Renewed renewed) {
      flights++;
      renewed(renewed, now);
    } else if (outcome instanceof Outcome.Failed failed) {
      flights++;
      failed(failed.trouble(), now);
    }
    turn.saveLater(now);
    monitor.changed();
  }

  /** What has ended here stays ended, whether it was found at rest or came from the issuer anew. */
  private void endedBefore(Outcome.Renewed renewed, long now) {
    if (renewed.asked()) {
      flights++;
      failed(Trouble.endedBefore(credential.name()), now);
    } else {
      attempts.withdrawn();
      begin(now);
    }
  }

  private void renewed(Outcome.Renewed renewed, long now) {
    tenure.hold(closed ? null : renewed.lease());
    attempts.succeeded(renewed.asked());
    attempts.alarmAt(renewed.lease().renewFrom(), this);
    if (renewed.asked()) {
      tenure.renewed(now);
    }
    standing.renewed(renewed);
  }

  private void failed(Trouble met, long now) {
    attempts.failed(met, now, tenure.lease());
    if (met.kind() == TokenFailure.Kind.NEEDS_LOGIN) {
      renewal.reload(); // the next caller looks for a login; nobody asks the issuer in vain
      looked = false;
    } else {
      retry(met, now);
    }
    standing.failed(met, now);
  }

  /** Trouble that lasts is probed slowly and keeps no place in the budgets meanwhile. */
  private void retry(Trouble met, long now) {
    if (met.lasting()) {
      attempts.alarmAt(attempts.next(), this);
    } else {
      begin(now);
    }
  }

  private @Nullable Trouble awaitRenewal(long deadline, Duration patience) {
    attempts.forgive(time.nanos());
    long before = flights;
    // One that is under way may have begun too early.
    long awaited = flights + (turn.isFlying() ? 2 : 1);
    while (flights < awaited && !closed && !hasMetLastingTrouble(before)) {
      long now = time.nanos();
      tenure.due(now); // found at rest or just received, it is to be succeeded all the same
      begin(now);
      if (!monitor.await(deadline)) {
        return Trouble.outOfPatience(credential.name(), patience, standing.trouble());
      }
    }
    return closed ? Trouble.closed(credential.name()) : standing.trouble();
  }

  private boolean hasMetLastingTrouble(long sinceFlight) {
    Trouble met = standing.trouble();
    return flights > sinceFlight && met != null && met.lasting();
  }

  private boolean takeOpenTurn(long deadline) {
    boolean mine = takeTurn(deadline);
    if (mine && closed) {
      endTurn();
      throw Trouble.closed(credential.name()).failure(null);
    }
    return mine;
  }

  private boolean takeTurn(long deadline) {
    return turn.take(deadline);
  }

  private void endTurn() {
    long now = time.nanos();
    if (turn.giveBack()) {
      begin(now); // an alarm that rang meanwhile was not heard
    }
    turn.saveLater(now);
    monitor.changed();
  }
}
