package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamFault.Kind;
import org.jspecify.annotations.Nullable;

/** A request that is sent, and once more where that is safe. Used by its loop's thread only. */
final class Attempt {
  private final Departure departure;
  private boolean afresh;

  private Attempt(Departure departure, boolean afresh) {
    this.departure = departure;
    this.afresh = afresh;
  }

  /**
   * The first, or the next.
   *
   * @param before or null: one that went afresh with another proof does so once
   */
  static Attempt of(Departure departure, @Nullable Attempt before) {
    return new Attempt(departure, before != null && before.afresh && departure.isProved());
  }

  Departure departure() {
    return departure;
  }

  /**
   * Whether it goes once more, on a new connection. One that was used before may have been closed
   * by the other end just as the request left: that says nothing about the upstream.
   */
  boolean goesAfresh(UpstreamConnection upstream, UpstreamFault fault, RequestBody body) {
    boolean stale = fault.kind() == Kind.BROKEN && upstream.isReused() && !afresh;
    afresh |= stale && departure.isRepeatable() && body.isReplayable();
    return stale && afresh;
  }
}
