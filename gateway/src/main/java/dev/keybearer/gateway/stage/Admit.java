package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.token.verification.Verified;

/**
 * Gives a call that wants to become a tunnel a place among those of its route, which it holds until
 * it has ended. A caller is who its token is about, or else the client it was issued to, or else
 * its address, as far as one holder has it.
 */
final class Admit implements Stage {
  private static final Step TAKEN =
      new Step.Refuse(Refusal.of(Ground.TUNNELS_TAKEN, "as many tunnels as may be open are open"));

  @Override
  public Step take(Call call) {
    Tunnelling tunnelling = call.way().tunnelling();
    if (tunnelling == null || call.handshake() == null) {
      return Step.Next.NEXT;
    }
    String caller = caller(call);
    if (!tunnelling.places().take(caller)) {
      return TAKEN;
    }
    call.holds(caller);
    return Step.Next.NEXT;
  }

  /** A blank is in no name of an issuer and in no address. */
  private static String caller(Call call) {
    Verified caller = call.caller();
    String name = caller == null ? null : caller.claims().party();
    return name == null || caller == null
        ? call.client().holder().toString()
        : caller.issuer().name() + " " + name;
  }

  /** The call is over. */
  void ended(Call call) {
    String caller = call.place();
    Tunnelling tunnelling = call.found() == null ? null : call.way().tunnelling();
    if (caller != null && tunnelling != null) {
      tunnelling.places().leave(caller);
    }
  }
}
