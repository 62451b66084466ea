package dev.keybearer.token.budget;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Keeps an issuer or a service in trouble from being asked by everybody: after some failures in a
 * row it opens, and then one probe at a time finds out whether it may close.
 *
 * <pre>
 *   closed ──5 failures──▶ open ──its time is over──▶ one probe ──success──▶ closed
 *                            ▲                            │
 *                            └────────── failure ─────────┘   (longer each time)
 * </pre>
 *
 * <p>A request is known by the moment at which it went: what went before the breaker opened and
 * fails after that says nothing new and moves nothing. Not thread safe: whoever has one guards it,
 * as {@link AskBudget} does.
 */
public final class Breaker {
  /** Fewer may be a coincidence of unrelated credentials; more is a crowd. */
  public static final int FAILURES_TO_OPEN = 5;

  /**
   * From 200 ms to 3 s between probes. The cap is what a recovery waits for at most before the
   * queue of a thousand credentials moves (R5: all renewed within 30 s), at a third of a request a
   * second.
   */
  static final Backoff.Pace PROBES =
      new Backoff.Pace(Duration.ofMillis(200), Duration.ofSeconds(3), 0.5);

  /** A probe that has not come back after this long no longer keeps others from probing. */
  static final long PROBE_PATIENCE = Duration.ofSeconds(5).toNanos();

  /** Whoever finds a probe under way looks again this much later at the latest. */
  static final long LOOK_AGAIN = Duration.ofSeconds(1).toNanos();

  private final Backoff backoff;
  private int failuresInRow;
  private boolean open;
  private long nextProbe;
  private boolean probing;
  private long probeWent;

  /** A closed breaker that draws its jitter, between 0 and 1, from the given source. */
  public Breaker(DoubleSupplier random) {
    this.backoff = new Backoff(random);
  }

  /** When to look again: now when a request may go. */
  public long earliest(long now) {
    if (!open) {
      return now;
    }
    if (isProbeOut(now)) {
      return earlier(probeWent + PROBE_PATIENCE, now + LOOK_AGAIN);
    }
    return nextProbe - now > 0 ? nextProbe : now;
  }

  /** Says that a request goes now; while open it is the probe, and the others wait for its end. */
  public void going(long now) {
    if (open) {
      probing = true;
      probeWent = now;
    }
  }

  /** Somebody was answered. */
  public void succeeded() {
    failuresInRow = 0;
    open = false;
    probing = false;
    backoff.succeeded();
  }

  /** The request that went then brought no answer. */
  public void failed(long went, long now) {
    if (open && !isProbe(went)) {
      return;
    }
    failuresInRow++;
    if (failuresInRow >= FAILURES_TO_OPEN) {
      open = true;
      probing = false;
      nextProbe = now + backoff.failed(PROBES);
    }
  }

  /** The request that was to go then did not reach it, for a reason of our own. */
  public void withdrawn(long went) {
    if (open && isProbe(went)) {
      probing = false;
    }
  }

  private boolean isProbe(long went) {
    return probing && went == probeWent;
  }

  private boolean isProbeOut(long now) {
    return probing && now - probeWent < PROBE_PATIENCE;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
