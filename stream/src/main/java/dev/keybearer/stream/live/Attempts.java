package dev.keybearer.stream.live;

import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Dialled;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: a token, what is to be dialled, a place among the handshakes of the process, a
 * socket. What blocks runs on the pool; every step comes back to the stream's mailbox, and goes on
 * only if the seat still waits for this very generation.
 */
final class Attempts {
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);

  /** What only a person can mend is looked at so often. */
  private static final Duration SLOW_CHECK = Duration.ofMinutes(5);

  /** A provider that is broken or crowded is not asked again sooner. */
  private static final Duration TROUBLED = Duration.ofSeconds(1);

  private static final Duration CROWDED = Duration.ofSeconds(5);

  /** However little time is left, attempts do not follow each other at once. */
  private static final Duration SOONEST = Duration.ofMillis(100);

  private final StreamPlan plan;
  private final Surroundings around;
  private final TimeSource time;
  private final Mailbox mailbox;
  private final Dialler dialler;
  private final Owner owner;
  private final Counts counts;
  private long generation;
  private boolean forced;

  Attempts(StreamPlan plan, Surroundings around, Mailbox mailbox, Owner owner, Counts counts) {
    this.plan = plan;
    this.around = around;
    this.time = around.time();
    this.mailbox = mailbox;
    this.dialler = new Dialler(plan, time);
    this.owner = owner;
    this.counts = counts;
  }

  /**
   * Begins an attempt for a seat.
   *
   * @param unlike a token whose successor is wanted, null when any will do
   */
  void begin(Seat seat, List<Topic> topics, @Nullable Token unlike) {
    long mine = ++generation;
    seat.dialling = mine;
    Connection current = seat.current;
    Dialled replaced = current == null ? null : current.dialled;
    around.executor().execute(() -> prepare(seat, mine, new Wish(topics, unlike, replaced)));
  }

  /** The number of the attempt that began last. */
  long newest() {
    return generation;
  }

  /** Begins to renew the token of a connection within it. */
  void renew(Seat seat, Connection current) {
    long mine = ++generation;
    seat.dialling = mine;
    around
        .executor()
        .execute(
            () -> {
              try {
                Token token = dialler.token();
                mailbox.add(() -> offer(seat, mine, current, token));
              } catch (RuntimeException e) {
                Death death = dialler.death(e);
                mailbox.add(() -> fail(seat, mine, death, null));
              }
            });
  }

  /** How long to wait after a failure; a token that was not taken is rejected, once. */
  Duration pauseAfter(Seat seat, Death death, @Nullable Token token, boolean anyLive) {
    if (death.kind() == Death.Kind.UNAUTHENTICATED && token != null && !forced) {
      forced = true;
      around.executor().execute(() -> plan.tokens().reject(token));
    }
    Duration pause = Duration.ofNanos(seat.retry.failed());
    if (death.suspends()) {
      pause = anyLive ? max(pause, seat.left(time.wall()).dividedBy(10)) : SLOW_CHECK;
    } else if (death.kind() == Death.Kind.BROKEN) {
      pause = max(pause, TROUBLED);
    } else if (death.kind() == Death.Kind.CROWDED) {
      pause = max(pause, CROWDED);
    }
    Connection current = seat.current;
    if (current != null && current.isLive()) { // what is left of it is all the time there is
      pause = min(pause, max(seat.left(time.wall()).dividedBy(5), SOONEST));
    }
    Instant told = death.retryAt();
    return told == null ? pause : max(pause, Duration.between(time.wall(), told));
  }

  /** A token was taken: the next one that is not may be rejected again. */
  void succeeded() {
    forced = false;
  }

  /** On the pool. */
  private void prepare(Seat seat, long mine, Wish wish) {
    Token token = null;
    try {
      token = dialler.token();
      if (isSame(token, wish.unlike)) {
        mailbox.add(() -> noSuccessor(seat, mine));
        return;
      }
      Attempt attempt = new Attempt(plan.name(), mine, token, wish.topics, wish.replaced);
      Dialled dialled = dialler.dial(attempt);
      mailbox.add(() -> await(seat, attempt, dialled));
    } catch (RuntimeException e) {
      Death death = dialler.death(e);
      Token tried = token;
      mailbox.add(() -> fail(seat, mine, death, tried));
    }
  }

  private void await(Seat seat, Attempt attempt, Dialled dialled) {
    if (seat.dialling != attempt.generation()) {
      around.executor().execute(dialled.released());
      return;
    }
    long place = around.handshakes().take();
    if (place <= time.nanos()) {
      connect(seat, attempt, dialled);
    } else {
      around.alarms().set(place, t -> mailbox.add(() -> connect(seat, attempt, dialled)), 0);
    }
  }

  private void connect(Seat seat, Attempt attempt, Dialled dialled) {
    if (seat.dialling != attempt.generation()) {
      around.executor().execute(dialled.released());
      return;
    }
    Connection current = seat.current;
    if (current != null && (!plan.profile().overlaps() || dialled.displaces())) {
      owner.breakFirst(seat, current);
    }
    counts.attempts.incrementAndGet();
    around
        .recorder()
        .record(new StreamEvent.HandshakeStarted(time.wall(), plan.name(), attempt.generation()));
    if (!dialled.confirmed().isEmpty()) { // messages come as soon as the provider has the socket
      owner.dialling(attempt);
    }
    Ears ears = new Ears(mailbox, time);
    long begun = time.nanos();
    var unused = // its end, good or bad, comes to the mailbox
        Socket.open(around.client(), dialled, OPEN_WITHIN, ears)
            .whenComplete(
                (socket, thrown) ->
                    mailbox.add(
                        () -> {
                          if (socket == null) {
                            owner.neverOpened(attempt.generation());
                            around.executor().execute(dialled.released());
                            fail(
                                seat, attempt.generation(), dialler.death(thrown), attempt.token());
                          } else {
                            opened(seat, new Opening(attempt, dialled, socket, ears, begun));
                          }
                        }));
  }

  private void opened(Seat seat, Opening opening) {
    if (seat.dialling != opening.attempt.generation()) {
      opening.socket.abort();
      owner.neverOpened(opening.attempt.generation());
      around.executor().execute(opening.dialled.released());
      return;
    }
    seat.dialling = 0;
    Duration took = Duration.ofNanos(time.nanos() - opening.begun);
    counts.handshake(took);
    Connection connection =
        new Connection(
            opening.attempt, took, new Lines(opening.socket, opening.dialled, plan, around), owner);
    owner.opened(seat, connection);
    opening.ears.belongTo(connection, owner);
  }

  private void offer(Seat seat, long mine, Connection current, Token token) {
    if (seat.dialling != mine) {
      return;
    }
    seat.dialling = 0;
    if (current.hasEnded() || isSame(token, current.token())) {
      owner.noSuccessor(seat);
    } else {
      owner.offer(seat, current, token);
    }
  }

  private void noSuccessor(Seat seat, long mine) {
    if (seat.dialling == mine) {
      seat.dialling = 0;
      owner.noSuccessor(seat);
    }
  }

  private void fail(Seat seat, long mine, Death death, @Nullable Token token) {
    if (seat.dialling == mine) {
      seat.dialling = 0;
      owner.failed(seat, mine, death, token);
    }
  }

  private static boolean isSame(Token token, @Nullable Token other) {
    return other != null && token.fingerprint().equals(other.fingerprint());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** Who wants connections. All in the mailbox. */
  interface Owner extends Watcher {
    /** What others deliver from now on, the connection of this attempt may hear as well. */
    void dialling(Attempt attempt);

    /** It did not come about, or nobody wants it any more. */
    void neverOpened(long generation);

    void opened(Seat seat, Connection connection);

    /** Here is another token for a connection that takes it. */
    void offer(Seat seat, Connection current, Token token);

    /**
     * The token that is to be replaced is still the one that is given out, or nobody's any more.
     */
    void noSuccessor(Seat seat);

    /** The next can only begin when this one has ended. */
    void breakFirst(Seat seat, Connection current);

    void failed(Seat seat, long generation, Death death, @Nullable Token token);
  }

  private record Wish(List<Topic> topics, @Nullable Token unlike, @Nullable Dialled replaced) {}

  private record Opening(Attempt attempt, Dialled dialled, Socket socket, Ears ears, long begun) {}
}
