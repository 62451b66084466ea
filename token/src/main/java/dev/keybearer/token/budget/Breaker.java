package dev.keybearer.token.budget;

import java.util.function.DoubleSupplier;

/**
 * Keeps an issuer in trouble from being asked by everybody: after some failures in a row it opens,
 * and then one probe at a time finds out whether it may close.
 *
 * <pre>
 *   closed ──5 failures──▶ open ──its time is over──▶ one probe ──success──▶ closed
 *                            ▲                            │
 *                            └────────── failure ─────────┘   (longer each time)
 * </pre>
 *
 * Not thread safe: {@link AskBudget} guards it.
 */
final class Breaker {
  /** Fewer may be a coincidence of unrelated credentials; more is a crowd. */
  static final int FAILURES_TO_OPEN = 5;

  /** A probe that has not come back after this long no longer keeps others from probing. */
  private static final long PROBE_PATIENCE = 15_000_000_000L;

  private final Backoff backoff;
  private int failuresInRow;
  private boolean open;
  private long nextProbe;

  Breaker(DoubleSupplier random) {
    this.backoff = new Backoff(random);
  }

  /** When a request may go: now or earlier when closed or when it would be the probe. */
  long earliest(long now) {
    return open ? nextProbe : now;
  }

  /** Says that a request goes now; while open it is the probe, and the others wait for its end. */
  void going(long now) {
    if (open) {
      nextProbe = now + PROBE_PATIENCE;
    }
  }

  void succeeded() {
    failuresInRow = 0;
    open = false;
    backoff.succeeded();
  }

  void failed(long now) {
    failuresInRow++;
    if (failuresInRow >= FAILURES_TO_OPEN) {
      open = true;
      nextProbe = now + backoff.failed(Backoff.TRANSPORT);
    }
  }
}
