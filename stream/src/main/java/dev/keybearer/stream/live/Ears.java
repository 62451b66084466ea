package dev.keybearer.stream.live;

import dev.keybearer.token.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a socket says to the stream's mailbox, with the moment at which it came: the mailbox
 * may get to it later.
 */
final class Ears implements Socket.Ear {
  private final Mailbox mailbox;
  private final TimeSource time;
  private @Nullable Connection connection; // these three are confined to the mailbox
  private @Nullable Watcher watcher;
  private @Nullable Death early;

  Ears(Mailbox mailbox, TimeSource time) {
    this.mailbox = mailbox;
    this.time = time;
  }

  /** From now on somebody listens; what ended before is told now. */
  void belongTo(Connection owner, Watcher whoever) {
    connection = owner;
    watcher = whoever;
    Death death = early;
    if (death != null) {
      whoever.died(owner, death);
    }
  }

  @Override
  public void text(String message) {
    Moment at = Moment.now(time);
    mailbox.add(() -> hear(message, at));
  }

  @Override
  public void pong() {
    Moment at = Moment.now(time);
    mailbox.add(() -> answered(at));
  }

  @Override
  public void closed(int code, String reason) {
    mailbox.add(() -> end(Death.closed(code, reason)));
  }

  private void hear(String message, Moment at) {
    if (connection != null) {
      connection.hear(message, at);
    }
  }

  private void answered(Moment at) {
    if (connection != null) {
      connection.answered(at);
    }
  }

  private void end(Death death) {
    Connection owner = connection;
    Watcher whoever = watcher;
    if (owner == null || whoever == null) {
      early = death;
      return;
    }
    whoever.died(owner, death);
  }
}
