package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.peer.Address;

/** Decides what becomes of requests. Called on many loops at once; never waits. */
public interface Front {
  /** A request's head has come; its body, if any, may still be to come. Decides nothing yet. */
  Course arrived(Request request, Exchange exchange);

  /**
   * What came is no request that could be judged, and the connection ends.
   *
   * @return what the caller is told before
   */
  Answer malformed(WireFault fault, Address socket);
}
