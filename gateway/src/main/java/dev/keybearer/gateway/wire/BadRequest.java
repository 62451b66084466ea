package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.WireFault;

/** What came is no request. Strangers cause it at will, so that it has no stack. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final WireFault fault;

  BadRequest(WireFault fault) {
    super(fault.words(), null, false, false);
    this.fault = fault;
  }

  /** It can be read in more than one way. */
  static BadRequest framing() {
    return new BadRequest(WireFault.FRAMING);
  }

  WireFault fault() {
    return fault;
  }
}
