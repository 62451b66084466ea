package dev.keybearer.token.client;

import java.io.IOException;
import java.time.Instant;

/**
 * A call that was not made, or not made again, because the service asks for patience beyond the
 * call's own limit, or because too many calls wait for it already.
 */
public final class CallHeldBack extends IOException {
  private static final long serialVersionUID = 1L;

  private final Instant until;

  CallHeldBack(String message, Instant until) {
    super(message);
    this.until = until;
  }

  /** When the service will take calls again, as far as it has said. */
  public Instant until() {
    return until;
  }
}
