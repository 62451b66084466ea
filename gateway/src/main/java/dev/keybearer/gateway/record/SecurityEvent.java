package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.place.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was refused. Holds no token, and neither path nor query, in which there might be one.
 * Immutable.
 *
 * @param event {@code auth_failure}, {@code call_refused} or {@code call_failed}
 * @param client who called, as far as trusted proxies say
 * @param error the code that the caller was told
 * @param reason the ground that stands in metrics and ledger
 * @param status of the answer
 * @param call the name of the call, or null for what was none
 */
public record SecurityEvent(
    Instant at,
    String event,
    Address client,
    @Nullable String userAgent,
    String error,
    String reason,
    int status,
    @Nullable String call,
    @Nullable String route,
    @Nullable String method) {
  /** What is told of a call that was refused. The call itself is not kept: it holds tokens. */
  static SecurityEvent of(Call call, Refusal refusal, Instant at) {
    Way way = call.found();
    return new SecurityEvent(
        at,
        Words.of(RefusalKind.of(refusal.ground())),
        call.client(),
        UserAgent.in(call.request().lines()),
        refusal.error(),
        refusal.ground().word(),
        refusal.status(),
        call.id(),
        way == null ? null : way.name(),
        call.request().method());
  }

  /** What is told of something that was no call. */
  static SecurityEvent of(WireFault fault, Address socket, Answer answer, Instant at) {
    return new SecurityEvent(
        at,
        Words.of(RefusalKind.CALL_REFUSED),
        socket,
        null,
        "invalid_request",
        Words.of(fault),
        answer.status(),
        null,
        null,
        null);
  }

  /** Writes its members; the first ones are those that others have always read. */
  public void writeTo(Json json, Place place) {
    json.text("event", event);
    json.text("ip", client.toString());
    json.text("country", place.country());
    json.text("city", place.city());
    json.text("error", error);
    json.text("user_agent", userAgent);
    json.moment("timestamp", at);
    json.text("reason", reason);
    json.number("status", status);
    json.text("call", call);
    json.text("route", route);
    json.text("method", method);
  }
}
