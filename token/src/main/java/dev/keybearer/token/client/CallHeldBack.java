package dev.keybearer.token.client;

import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.HeldBack;
import java.io.IOException;
import java.time.Instant;

/**
 * A call that was not made, or not made again, because the service asks for patience beyond the
 * call's own limit, or because too many calls wait for it already.
 */
public final class CallHeldBack extends IOException {
  private static final long serialVersionUID = 1L;

  private final Instant until;

  CallHeldBack(HeldBack why, Deadline deadline) {
    super(
        "not sent to "
            + why.origin()
            + ": it takes no calls until "
            + why.until()
            + ", "
            + why.waiting()
            + " wait already, and this one ends after "
            + deadline.limit()
            + "; call later, or give the request a longer timeout");
    this.until = why.until();
  }

  /** When the service will take calls again, as far as it has said. */
  public Instant until() {
    return until;
  }
}
