package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Verified;
import org.jspecify.annotations.Nullable;

/**
 * Enters into a ledger which calls were refused, and which would have been. Each caller causes so
 * many entries and no more; the next one says how many were left out.
 */
public final class Refusals implements CallRecorder {
  private static final String REFUSED = RefusalKind.CALL_REFUSED.name();

  private final Ledger ledger;
  private final TimeSource time;
  private final Share share = new Share();

  /** Refusals that are entered into this ledger. */
  public Refusals(Ledger ledger, TimeSource time) {
    this.ledger = ledger;
    this.time = time;
  }

  @Override
  public void ended(Call call, Ending ending) {
    Refusal reported = call.reported();
    if (reported != null) {
      enter("REPORTED", call, reported);
    }
    Refusal refusal = call.refusal();
    if (refusal != null) {
      enter(RefusalKind.of(refusal.ground()).name(), call, refusal);
    }
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {
    long leftOut = share.take(Share.Kind.of(socket, REFUSED, fault), time.nanos());
    if (leftOut != Share.LEFT_OUT) {
      Draft draft =
          Draft.of(REFUSED)
              .with("ip", socket)
              .with("status", answer.status())
              .with("reason", Words.of(fault))
              .with("detail", fault.words());
      append(draft, leftOut, null);
    }
  }

  private void enter(String event, Call call, Refusal refusal) {
    Share.Kind kind = Share.Kind.of(call.client(), event, refusal.ground());
    long leftOut = share.take(kind, time.nanos());
    if (leftOut != Share.LEFT_OUT) {
      Verified caller = call.caller();
      Draft draft = draft(event, call, refusal);
      append(draft, leftOut, caller == null ? null : add(draft, caller));
    }
  }

  private static Draft draft(String event, Call call, Refusal refusal) {
    Way way = call.found();
    return Draft.of(event)
        .with("call", call.id())
        .with("route", way == null ? null : way.name())
        .with("ip", call.client())
        .with("method", call.request().method())
        .with("path", call.judgedPath()) // whose text has no query
        .with("status", refusal.status())
        .with("reason", refusal.ground().word())
        .with("detail", refusal.detail());
  }

  /** Says whose token it was; its client. */
  private static @Nullable String add(Draft draft, Verified caller) {
    String client = caller.claims().clientId();
    draft
        .with("issuer", caller.issuer().name())
        .with("subject", caller.claims().subject())
        .with("client", client)
        .with("token", caller.fingerprint());
    return client;
  }

  private void append(Draft draft, long leftOut, @Nullable String client) {
    if (leftOut > 0) {
      draft.with("left_out", leftOut);
    }
    ledger.append(draft.entry(time.wall(), client));
  }
}
