package dev.keybearer.gateway.call;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.field.Field;
import java.util.List;

/** What a stage decides. */
public sealed interface Step {
  /** The next stage takes the call. */
  enum Next implements Step {
    /** The only one. */
    NEXT
  }

  /** The call ends here. */
  record Refuse(Refusal refusal) implements Step {}

  /**
   * Nobody can decide without waiting: this is done on a thread of its own, and what it decides is
   * taken for the stage's decision.
   */
  record Wait(Work work) implements Step {}

  /** The request is sent to an upstream. */
  record Send(Departure departure) implements Step {}

  /** The upstream's answer is passed on, with these fields set in it. */
  record Pass(List<Field> set) implements Step {}

  /** The upstream's answer is passed on, and what both ends send from then on. */
  record Tunnel(TunnelTerms terms) implements Step {}

  /** What may wait. */
  @FunctionalInterface
  interface Work {
    /** Waits as long as the call's route lets it, and decides. */
    Step decide() throws InterruptedException;

    /** Nobody will do it: what is held for it is let go. */
    default void abandon() {}
  }
}
