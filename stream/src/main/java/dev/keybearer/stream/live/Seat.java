package dev.keybearer.stream.live;

import dev.keybearer.stream.Profile;
import dev.keybearer.stream.StreamEvent.Trigger;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One place among the connections that a stream is to have: who sits there, who comes next, and
 * when something is due. Confined to the stream's mailbox.
 */
final class Seat {
  /** A successor is sought when this much of a life has passed. */
  private static final double ROTATE_AT = 0.80;

  /** So much earlier at most, at random: never later. */
  private static final double SPREAD = 0.05;

  /**
   * Two listen at once no longer than this share of a life, so that the old one never ends first.
   */
  private static final double OVERLAP_SHARE = 0.15;

  /** What is later than this many times the usual will not come. */
  private static final int LATE = 4;

  private static final Duration LONGEST_OVERLAP = Duration.ofSeconds(10);
  private static final Duration SHORTEST_OVERLAP = Duration.ofSeconds(1);

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);
  private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

  /** Lives are cut to this, so that sums of moments hold. */
  private static final Duration ENDLESS = Duration.ofDays(365);

  private static final Duration SOONEST = Duration.ofMillis(20);
  private static final Duration LATEST = Duration.ofSeconds(30);

  final Retry retry;
  @Nullable Connection current;
  @Nullable Connection next;

  /** The generation of the attempt that is under way, 0 for none: its fence. */
  long dialling;

  /** The next attempt is made no sooner. */
  long retryAt;

  Trigger trigger = Trigger.TOKEN;

  /** When the current connection ends, for all that is known. */
  @Nullable Instant ends;

  /** A new token was not taken within the connection: another connection is needed this time. */
  boolean inBandFailed;

  private long overlapSince;
  private long overlapBound;
  private @Nullable Moment rotateAt;
  private Duration life = ENDLESS;
  private boolean overdueSaid;

  Seat(Retry retry, long now) {
    this.retry = retry;
    this.retryAt = now;
  }

  boolean isEmpty() {
    return current == null && next == null && dialling == 0;
  }

  /** Whether a second connection is being made, or listens beside the first. */
  boolean isRotating() {
    return current != null && (next != null || dialling != 0);
  }

  /**
   * Whether its connection has yet to answer to a new token. A connection that is to be replaced
   * for any other reason is not waited for.
   */
  boolean isOffering() {
    Connection holder = current;
    return trigger == Trigger.TOKEN && holder != null && holder.isOffering();
  }

  /** Whether somebody sits here who listens to everything. */
  boolean listens() {
    Connection first = current;
    Connection second = next;
    return (first != null && first.isLive()) || (second != null && second.isLive());
  }

  boolean overlaps() {
    Connection successor = next;
    return current != null && successor != null && successor.isLive();
  }

  List<Connection> connections() {
    Connection first = current;
    Connection second = next;
    if (first == null) {
      return second == null ? List.of() : List.of(second);
    }
    return second == null ? List.of(first) : List.of(first, second);
  }

  /** The seat is taken by this token: its end and the moment for a successor are computed once. */
  void settle(Token token, Profile profile, TimeSource time) {
    Instant now = time.wall();
    life = profile.connectionLife().isZero() ? ENDLESS : profile.connectionLife();
    trigger = Trigger.LIFE;
    boolean hangs = profile.renewing() != Profile.Renewing.NEVER && profile.endsWithToken();
    Instant horizon = now.plus(ENDLESS);
    if (hangs && token.expiresAt().isBefore(horizon)) {
      Duration left = Duration.between(now, token.expiresAt());
      if (left.compareTo(life) < 0) {
        life = left;
        trigger = Trigger.TOKEN;
      }
    }
    ends = now.plus(life);
    double share = ROTATE_AT - SPREAD * ThreadLocalRandom.current().nextDouble();
    rotateAt =
        life.equals(ENDLESS)
            ? null
            : Moment.in(time, Duration.ofNanos((long) (life.toNanos() * share)));
    overdueSaid = false;
    inBandFailed = false;
  }

  /** Asks for a successor now. */
  void replaceNow(TimeSource time, Trigger why) {
    trigger = why;
    rotateAt = Moment.in(time, Duration.ZERO);
    retryAt = time.nanos();
  }

  /** Whether the moment for a successor has come, and nobody is about to become one. */
  boolean isToRotate(TimeSource time) {
    Moment moment = rotateAt;
    return moment != null && moment.hasCome(time) && !isRotating() && !isOffering();
  }

  /** Whether most of the time for a rotation has passed in vain; true once. */
  boolean isOverdue(Instant now) {
    Instant end = ends;
    Duration margin = Duration.ofNanos((long) (life.toNanos() * (1 - ROTATE_AT) / 4));
    if (overdueSaid || end == null || life.equals(ENDLESS) || now.isBefore(end.minus(margin))) {
      return false;
    }
    overdueSaid = true;
    return true;
  }

  /** What is left of the current connection, zero when nobody knows. */
  Duration left(Instant now) {
    Instant end = ends;
    return end == null || end.isBefore(now) ? Duration.ZERO : Duration.between(now, end);
  }

  /** How long to wait for a token to get a successor; an empty seat takes any token. */
  Duration untilSuccessor(Instant now) {
    if (isEmpty()) {
      return Duration.ZERO;
    }
    Duration share = left(now).dividedBy(20);
    if (share.compareTo(SOONEST) < 0) {
      return SOONEST;
    }
    return share.compareTo(LATEST) > 0 ? LATEST : share;
  }

  /** How long an answer to a new token may take: without one, there must be time to dial. */
  Duration untilAnswer(Instant now) {
    Duration half = left(now).dividedBy(2);
    if (half.compareTo(SHORTEST_ANSWER) < 0) {
      return SHORTEST_ANSWER;
    }
    return half.compareTo(LONGEST_ANSWER) > 0 ? LONGEST_ANSWER : half;
  }

  /** Both listen from now on, for no longer than half of what is left of the old one. */
  void beginOverlap(TimeSource time) {
    long share = (long) (life.toNanos() * OVERLAP_SHARE);
    overlapSince = time.nanos();
    overlapBound = Math.min(LONGEST_OVERLAP.toNanos(), share);
    if (!life.equals(ENDLESS)) {
      overlapBound = Math.min(overlapBound, left(time.wall()).dividedBy(2).toNanos());
    }
  }

  /** How long both have listened. */
  Duration overlap(long now) {
    return Duration.ofNanos(Math.max(0, now - overlapSince));
  }

  /**
   * Whether both have listened long enough: four times what one is behind the other, a second at
   * least, with a sign of the old one after that, and the old one quiet; or until the old one comes
   * close to its end.
   */
  boolean overlapIsOver(long now, long skew) {
    Connection old = current;
    Connection successor = next;
    long both = now - overlapSince;
    if (old == null || successor == null || both >= overlapBound) {
      return true;
    }
    boolean enough =
        both >= least(skew)
            && signed(old, successor) >= leastSign(skew)
            && !old.seemsSilentBeside(successor);
    return enough && now - old.heard().nanos() >= Math.max(skew, SOONEST.toNanos());
  }

  /**
   * Whether a sign of the old one is wanted. Silence may be a hold-up, with messages under way that
   * were sent before the successor listened; what it answers comes behind them.
   */
  boolean wantsSign(long now, long skew) {
    Connection old = current;
    Connection successor = next;
    return old != null
        && successor != null
        && now - overlapSince >= leastSign(skew)
        && signed(old, successor) < leastSign(skew);
  }

  /**
   * Whether the old one was heard from so late that it has brought what its successor could not.
   */
  boolean hasLasted(Connection old, Connection successor, long skew) {
    return signed(old, successor) >= Math.min(LATE * skew, overlapBound / 2);
  }

  /** How long after its successor listened the old one was heard from. */
  private static long signed(Connection old, Connection successor) {
    return old.heard().nanos() - successor.listening().nanos();
  }

  private static long least(long skew) {
    return Math.max(SHORTEST_OVERLAP.toNanos(), LATE * skew);
  }

  private long leastSign(long skew) {
    return Math.min(least(skew), overlapBound / 2);
  }

  /** When a successor is due, {@link Long#MAX_VALUE} where something else must happen first. */
  long rotationDue() {
    Moment moment = rotateAt;
    Connection holder = current;
    boolean waits = holder == null || !holder.isLive() || isRotating() || isOffering();
    return moment == null || waits ? Long.MAX_VALUE : Math.max(moment.nanos(), retryAt);
  }

  /** When something else here waits for time. */
  long due(long now) {
    long due = isEmpty() ? retryAt : Long.MAX_VALUE;
    if (overlaps()) {
      long soonest = Math.max(overlapSince + SHORTEST_OVERLAP.toNanos(), now + SOONEST.toNanos());
      due = Math.min(due, Math.min(overlapSince + overlapBound, soonest));
    }
    for (Connection connection : connections()) {
      due = Math.min(due, connection.due());
    }
    return due;
  }
}
