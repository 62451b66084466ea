package dev.keybearer.stream.live;

import org.jspecify.annotations.Nullable;

/** Brings what a socket says to the stream's mailbox. */
final class Ears implements Socket.Ear {
  private final Mailbox mailbox;
  private @Nullable Connection connection; // these three are confined to the mailbox
  private Connection.@Nullable Watcher watcher;
  private @Nullable Death early;

  Ears(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /** From now on somebody listens; what ended before is told now. */
  void belongTo(Connection owner, Connection.Watcher whoever) {
    connection = owner;
    watcher = whoever;
    Death death = early;
    if (death != null) {
      whoever.died(owner, death);
    }
  }

  @Override
  public void text(String message) {
    mailbox.add(() -> hear(message));
  }

  @Override
  public void pong() {
    mailbox.add(this::answered);
  }

  @Override
  public void closed(int code, String reason) {
    mailbox.add(() -> end(Death.closed(code, reason)));
  }

  private void hear(String message) {
    if (connection != null) {
      connection.hear(message);
    }
  }

  private void answered() {
    if (connection != null) {
      connection.answered();
    }
  }

  private void end(Death death) {
    Connection owner = connection;
    Connection.Watcher whoever = watcher;
    if (owner == null || whoever == null) {
      early = death;
      return;
    }
    whoever.died(owner, death);
  }
}
