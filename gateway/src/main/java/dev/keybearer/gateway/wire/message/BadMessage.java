package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.WireFault;

/** What came is no message of HTTP. Strangers cause it at will, so that it has no stack. */
final class BadMessage extends Exception {
  private static final long serialVersionUID = 1L;

  private final WireFault fault;

  BadMessage(WireFault fault) {
    super(fault.words(), null, false, false);
    this.fault = fault;
  }

  /** It can be read in more than one way. */
  static BadMessage framing() {
    return new BadMessage(WireFault.FRAMING);
  }

  WireFault fault() {
    return fault;
  }
}
