package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.record.Json;
import dev.keybearer.gateway.record.JsonLine;
import dev.keybearer.token.Event;
import dev.keybearer.token.Event.RenewalFailed;
import dev.keybearer.token.Event.TokenRenewed;
import dev.keybearer.token.Recorder;

/**
 * Sends what happens to tokens, secrets and keys to those who want to know. Tokens are named by
 * their fingerprints; what issuers said stays in the ledger.
 */
public final class TokenSignals implements Recorder {
  private final Signals signals;

  /** Events that go out as these signals. */
  public TokenSignals(Signals signals) {
    this.signals = signals;
  }

  @Override
  public void record(Event event) {
    EventType type = type(event);
    if (signals.isWanted(type)) {
      signals.offer(type, event.at(), data(event));
    }
  }

  private static EventType type(Event event) {
    return switch (event) {
      case TokenRenewed _ -> EventType.TOKEN_RENEWED;
      case RenewalFailed _ -> EventType.TOKEN_RENEWAL_FAILED;
      case Event.RateLimited _ -> EventType.TOKEN_RATE_LIMITED;
      case Event.RenewalOverdue _ -> EventType.TOKEN_RENEWAL_OVERDUE;
      case Event.TokenRejected _ -> EventType.TOKEN_REJECTED;
      case Event.TokenRevoked _ -> EventType.TOKEN_REVOKED;
      case Event.TokenTurnedInactive _ -> EventType.TOKEN_TURNED_INACTIVE;
      case Event.KeysChanged _ -> EventType.KEYS_CHANGED;
      case Event.KeysOverdue _ -> EventType.KEYS_OVERDUE;
      case Event.SecretRotated _ -> EventType.SECRET_ROTATED;
      case Event.SecretRotationFailed _ -> EventType.SECRET_ROTATION_FAILED;
      case Event.LoginNeeded _ -> EventType.TOKEN_LOGIN_NEEDED;
      case Event.OddAnswer _ -> EventType.TOKEN_ODD_ANSWER;
      case Event.StoreFailed _ -> EventType.STORE_FAILED;
      case Event.ClockMoved _ -> EventType.CLOCK_MOVED;
      case Event.ClockSkewed _ -> EventType.CLOCK_SKEWED;
      case Event.EventsLost _ -> EventType.EVENTS_LOST;
    };
  }

  /** The first two members are the same for all, and for renewals so are the next two. */
  private static JsonLine data(Event event) {
    return json -> {
      json.text("clientId", event.subject());
      json.moment("timestamp", event.at());
      switch (event) {
        case TokenRenewed renewed -> write(json, renewed);
        case RenewalFailed failed -> write(json, failed);
        case Event.RateLimited limited -> json.moment("until", limited.until());
        case Event.RenewalOverdue overdue -> json.moment("ends", overdue.ends());
        case Event.TokenRejected rejected ->
            json.text("token", rejected.token().fingerprint().toString());
        case Event.TokenRevoked revoked -> {
          json.text("token", revoked.token().fingerprint().toString());
          json.fact("atIssuer", revoked.atIssuer());
        }
        case Event.TokenTurnedInactive inactive ->
            json.text("token", inactive.fingerprint().toString());
        case Event.KeysChanged changed -> json.texts("keys", changed.keyIds());
        case Event.KeysOverdue overdue -> json.moment("until", overdue.until());
        case Event.OddAnswer odd -> json.word("oddity", odd.oddity());
        case Event.StoreFailed failed -> json.word("kind", failed.kind());
        case Event.ClockMoved moved -> json.text("by", moved.by().toString());
        case Event.ClockSkewed skewed -> json.text("by", skewed.by().toString());
        case Event.EventsLost lost -> json.number("count", lost.count());
        case Event.SecretRotated _, Event.SecretRotationFailed _, Event.LoginNeeded _ -> {}
      }
    };
  }

  private static void write(Json json, TokenRenewed renewed) {
    json.number("latencyMs", renewed.latency().toMillis());
    json.fact("success", true);
    json.moment("ends", renewed.token().expiresAt());
  }

  /** An attempt that failed is not timed. */
  private static void write(Json json, RenewalFailed failed) {
    json.nothing("latencyMs");
    json.fact("success", false);
    json.word("kind", failed.kind());
    json.moment("retryAt", failed.retryAt());
  }
}
