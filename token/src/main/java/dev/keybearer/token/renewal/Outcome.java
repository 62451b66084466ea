package dev.keybearer.token.renewal;

import dev.keybearer.token.lease.Lease;

/** How one flight ended. */
sealed interface Outcome {
  /**
   * There is a lease.
   *
   * @param asked whether the issuer was asked for it, or it was found in the store
   * @param latency nanoseconds from question to answer
   */
  record Renewed(Lease lease, boolean asked, long latency) implements Outcome {}

  /** There is none. */
  record Failed(Trouble trouble) implements Outcome {}
}
