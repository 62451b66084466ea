package dev.keybearer.gateway.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the upstream side of one tunnel gives way to another while its caller stays. Asked on the
 * tunnel's loop; never waits.
 *
 * <pre>
 *   wire                                                     pipeline
 *    │  left()  ──when a side has been opened─────────────▶    │
 *    │  next()  ──once a second when it is time───────────▶    │  null, or a request for another side
 *    │  answered(head)  ──that was answered───────────────▶    │  whether the other side is open now
 *    │  over(outcome)  ───────────────────────────────────▶    │  once for each request
 * </pre>
 */
public interface Rotation {
  /** How it is done. */
  Rules rules();

  /** How long what the present side was opened with still counts. */
  Duration left();

  /** The request that opens another side, or null while there is nothing newer to open it with. */
  @Nullable Departure next();

  /** Whether this answer opens the other side. */
  boolean answered(UpstreamHead head);

  /** An attempt has ended, or will never be made. */
  void over(Outcome outcome);

  /**
   * How two sides follow each other.
   *
   * @param repeat how many of the caller's first messages the other side has to hear as well
   * @param merged whether both sides say the same while both listen, and not each its own
   * @param skew by how much one may be behind the other
   */
  record Rules(int repeat, boolean merged, Duration skew) {}

  /** How an attempt ended. */
  enum Outcome {
    /** The other side has taken over. */
    CHANGED,
    /** The upstream did not want it. */
    REFUSED,
    /** It could not be had, or broke before it could take over. */
    FAILED,
    /** All connections that the upstream may have are in use: it was not asked. */
    CROWDED,
    /** The tunnel ended meanwhile. */
    ABANDONED,
    /** The caller's first messages are too long to be repeated: no attempt is made. */
    UNREPEATABLE
  }
}
