package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.record.Json;
import dev.keybearer.gateway.record.JsonLine;
import dev.keybearer.token.Event;
import dev.keybearer.token.Event.RenewalFailed;
import dev.keybearer.token.Event.TokenRenewed;
import dev.keybearer.token.Recorder;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

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
      Json.text(json, "clientId", event.subject());
      Json.text(json, "timestamp", event.at().toString());
      switch (event) {
        case TokenRenewed renewed -> write(json, renewed);
        case RenewalFailed failed -> write(json, failed);
        case Event.RateLimited limited -> moment(json, "until", limited.until());
        case Event.RenewalOverdue overdue -> moment(json, "ends", overdue.ends());
        case Event.TokenRejected rejected ->
            Json.text(json, "token", rejected.token().fingerprint().toString());
        case Event.TokenRevoked revoked -> {
          Json.text(json, "token", revoked.token().fingerprint().toString());
          json.writeBooleanProperty("atIssuer", revoked.atIssuer());
        }
        case Event.TokenTurnedInactive inactive ->
            Json.text(json, "token", inactive.fingerprint().toString());
        case Event.KeysChanged changed -> Json.texts(json, "keys", changed.keyIds());
        case Event.KeysOverdue overdue -> moment(json, "until", overdue.until());
        case Event.OddAnswer odd -> word(json, "oddity", odd.oddity());
        case Event.StoreFailed failed -> word(json, "kind", failed.kind());
        case Event.ClockMoved moved -> Json.text(json, "by", moved.by().toString());
        case Event.ClockSkewed skewed -> Json.text(json, "by", skewed.by().toString());
        case Event.EventsLost lost -> json.writeNumberProperty("count", lost.count());
        case Event.SecretRotated _, Event.SecretRotationFailed _, Event.LoginNeeded _ -> {}
      }
    };
  }

  private static void write(JsonGenerator json, TokenRenewed renewed) {
    json.writeNumberProperty("latencyMs", renewed.latency().toMillis());
    json.writeBooleanProperty("success", true);
    moment(json, "ends", renewed.token().expiresAt());
  }

  /** An attempt that failed is not timed. */
  private static void write(JsonGenerator json, RenewalFailed failed) {
    json.writeNullProperty("latencyMs");
    json.writeBooleanProperty("success", false);
    word(json, "kind", failed.kind());
    moment(json, "retryAt", failed.retryAt());
  }

  private static void moment(JsonGenerator json, String name, @Nullable Instant moment) {
    Json.text(json, name, moment == null ? null : moment.toString());
  }

  private static void word(JsonGenerator json, String name, Enum<?> word) {
    Json.text(json, name, word.name().toLowerCase(Locale.ROOT));
  }
}
