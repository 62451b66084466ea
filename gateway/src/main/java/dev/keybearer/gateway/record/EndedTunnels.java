package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;

/** Enters into a ledger which tunnels were ended because their token was. */
public final class EndedTunnels implements CallRecorder {
  private final Ledger ledger;
  private final TimeSource time;

  /** Ends that are entered into this ledger. */
  public EndedTunnels(Ledger ledger, TimeSource time) {
    this.ledger = ledger;
    this.time = time;
  }

  @Override
  public void ended(Call call, Ending ending) {
    boolean ofToken = ending.how() == How.EXPIRED || ending.how() == How.REVOKED;
    Verified caller = call.caller();
    if (ofToken && caller != null) {
      String client = caller.claims().clientId();
      Draft draft =
          draft(call, ending)
              .with("issuer", caller.issuer().name())
              .with("subject", caller.claims().subject())
              .with("client", client)
              .with("token", caller.fingerprint());
      ledger.append(draft.entry(time.wall(), client));
    }
  }

  private Draft draft(Call call, Ending ending) {
    return Draft.of("TUNNEL_ENDED")
        .with("call", call.id())
        .with("route", call.way().name())
        .with("ip", call.client())
        .with("path", call.judgedPath()) // whose text has no query
        .with("reason", Words.of(ending.how()))
        .with("open_ms", Duration.ofNanos(time.nanos() - call.begun()).toMillis())
        .with("received", ending.received())
        .with("sent", ending.sent());
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {}
}
