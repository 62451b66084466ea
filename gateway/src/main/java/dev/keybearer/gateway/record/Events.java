package dev.keybearer.gateway.record;

import dev.keybearer.token.Event;
import dev.keybearer.token.Recorder;
import org.jspecify.annotations.Nullable;

/** Enters into a ledger what happens to credentials, issuers and clocks. */
public final class Events implements Recorder {
  private final Ledger ledger;

  /** Events that are entered into this ledger. */
  public Events(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void record(Event event) {
    ledger.append(draft(event).entry(event.at(), client(event)));
  }

  /** What happens to the process as a whole is about nobody in particular. */
  private static @Nullable String client(Event event) {
    boolean ofProcess = event instanceof Event.ClockMoved || event instanceof Event.EventsLost;
    return ofProcess ? null : event.subject();
  }

  private static Draft draft(Event event) {
    return switch (event) {
      case Event.TokenRenewed renewed -> of(renewed);
      case Event.RenewalFailed failed -> of(failed);
      case Event.RateLimited limited ->
          Draft.of("TOKEN_RATE_LIMITED").with("until", limited.until());
      case Event.RenewalOverdue overdue -> Draft.of("TOKEN_OVERDUE").with("ends", overdue.ends());
      case Event.TokenRejected rejected ->
          Draft.of("TOKEN_REJECTED").with("token", rejected.token().fingerprint());
      case Event.TokenRevoked revoked -> of(revoked);
      case Event.TokenTurnedInactive inactive ->
          Draft.of("TOKEN_TURNED_INACTIVE").with("token", inactive.fingerprint());
      case Event.KeysChanged changed -> Draft.of("KEYS_CHANGED").with("keys", changed.keyIds());
      case Event.KeysOverdue overdue -> of(overdue);
      case Event.SecretRotated _ -> Draft.of("SECRET_ROTATED");
      case Event.SecretRotationFailed failed ->
          Draft.of("SECRET_ROTATION_FAILED").with("message", failed.message());
      case Event.LoginNeeded needed -> Draft.of("LOGIN_NEEDED").with("message", needed.message());
      case Event.OddAnswer odd -> of(odd);
      case Event.StoreFailed failed -> of(failed);
      case Event.ClockMoved moved -> Draft.of("CLOCK_MOVED").with("by", moved.by());
      case Event.ClockSkewed skewed -> Draft.of("CLOCK_SKEWED").with("by", skewed.by());
      case Event.EventsLost lost -> Draft.of("EVENTS_LOST").with("count", lost.count());
    };
  }

  private static Draft of(Event.TokenRenewed renewed) {
    return Draft.of("TOKEN_REFRESHED")
        .with("token", renewed.token().fingerprint())
        .with("ends", renewed.token().expiresAt())
        .with("latencyMs", renewed.latency().toMillis());
  }

  private static Draft of(Event.RenewalFailed failed) {
    return Draft.of("TOKEN_REFRESH_FAILED")
        .with("kind", Words.of(failed.kind()))
        .with("message", failed.message())
        .with("retry_at", failed.retryAt());
  }

  private static Draft of(Event.TokenRevoked revoked) {
    return Draft.of("TOKEN_REVOKED")
        .with("token", revoked.token().fingerprint())
        .with("at_issuer", revoked.atIssuer());
  }

  private static Draft of(Event.KeysOverdue overdue) {
    return Draft.of("KEYS_OVERDUE")
        .with("message", overdue.message())
        .with("until", overdue.until());
  }

  private static Draft of(Event.OddAnswer odd) {
    return Draft.of("ODD_ANSWER")
        .with("oddity", Words.of(odd.oddity()))
        .with("message", odd.message());
  }

  private static Draft of(Event.StoreFailed failed) {
    return Draft.of("STORE_FAILED")
        .with("kind", Words.of(failed.kind()))
        .with("message", failed.message());
  }
}
