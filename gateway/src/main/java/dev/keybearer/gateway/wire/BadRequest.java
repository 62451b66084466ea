package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.WireFault;

/** What came is no request. Strangers cause it at will, so that it has no stack. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequest() {
    super(WireFault.FRAMING.words(), null, false, false);
  }
}
