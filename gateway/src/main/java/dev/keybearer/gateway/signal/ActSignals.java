package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.admin.Acts;
import dev.keybearer.token.TimeSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends what operators do to those who want to know. */
public final class ActSignals implements Acts {
  private final Signals signals;
  private final TimeSource time;

  /** Acts that go out as these signals. */
  public ActSignals(Signals signals, TimeSource time) {
    this.signals = signals;
    this.time = time;
  }

  /** What was only asked for is told when it has ended. */
  @Override
  public void asked(Act act) {}

  @Override
  public void ended(Act act, Ending ending) {
    tell(
        ending.kind() == Kind.DONE ? done(act.action()) : EventType.ADMIN_FAILED,
        act,
        ending.kind());
  }

  @Override
  public void denied(Act act) {
    tell(EventType.ADMIN_DENIED, act, null);
  }

  private static EventType done(Action action) {
    return switch (action) {
      case ADMIN_RENEW -> EventType.ADMIN_RENEWED;
      case ADMIN_ROTATE, ADMIN_ROTATE_STREAM -> EventType.ADMIN_ROTATED;
      case ADMIN_REVOKE -> EventType.ADMIN_REVOKED;
      case ADMIN_RELOAD -> EventType.ADMIN_RELOADED;
      case TOKEN_FETCHED -> EventType.ADMIN_TOKEN_FETCHED;
      case ADMIN_LOGIN_FAILED -> EventType.ADMIN_DENIED;
    };
  }

  /** The words of an ending stay in the ledger: they may quote what somebody else said. */
  private void tell(EventType type, Act act, @Nullable Kind outcome) {
    signals.offer(
        type,
        time.wall(),
        json -> {
          json.text("call", act.call());
          json.text("actor", act.actor());
          json.text("ip", act.from());
          json.word("action", act.action());
          json.text("target", act.target());
          json.text(
              "outcome", outcome == null ? "denied" : outcome.name().toLowerCase(Locale.ROOT));
        });
  }
}
