package dev.keybearer.stream.live;

import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Profile;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who of the seats listens, and what of that is known once somebody has left. Confined to the
 * stream's mailbox.
 */
final class Attendance {
  private final List<Seat> seats;
  private final Profile profile;
  private final Intake intake;
  private final Chronicle chronicle;
  private final Supplier<List<String>> topics;

  Attendance(
      List<Seat> seats,
      Profile profile,
      Intake intake,
      Chronicle chronicle,
      Supplier<List<String>> topics) {
    this.seats = seats;
    this.profile = profile;
    this.intake = intake;
    this.chronicle = chronicle;
    this.topics = topics;
  }

  /** Whether anybody listens to everything. */
  boolean listens() {
    return seats.stream().anyMatch(Seat::listens);
  }

  /**
   * The moment before which everything has come over a connection: one that brings nothing answers
   * pings all the same. To be asked before it has left.
   */
  Moment lastSign(Connection connection) {
    return missedSome(connection) ? connection.brought() : connection.heard();
  }

  /** The old one of a seat makes way for its successor, which listens. */
  void succeeded(Seat seat, Connection old, Connection successor) {
    if (seat.hasLasted(old, successor, intake.observedSkew()) && !missedSome(old)) {
      intake.lasted(old.listening(), old.heard());
    } else { // it was dead before its successor listened, and nobody had noticed
      intake.ended(old.listening(), lastSign(old), Gap.Cause.DROPPED, true);
    }
  }

  /** Tells of the gap before those who listen now, if there was one. */
  void review() {
    live()
        .map(Connection::listening)
        .reduce((one, other) -> other.isAfter(one) ? one : other)
        .ifPresent(first -> chronicle.gap(intake.regained(first, topics.get())));
  }

  /** Whether others brought messages that it should have brought too. */
  private boolean missedSome(Connection connection) {
    return profile.fanOut() == Profile.FanOut.BROADCAST
        && (intake.missedFinally(connection.generation) >= Connection.SUSPICIOUS
            || live()
                .anyMatch(other -> other != connection && connection.seemsSilentBeside(other)));
  }

  private Stream<Connection> live() {
    return seats.stream().flatMap(seat -> seat.connections().stream()).filter(Connection::isLive);
  }
}
