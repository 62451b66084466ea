package dev.keybearer.token.renewal;

import dev.keybearer.token.lease.Lease;

/** How one flight, or one look into the store, ended. */
sealed interface Outcome {
  /**
   * There is a lease.
   *
   * @param asked whether the issuer was asked for it, or it was found in the store
   * @param latency nanoseconds from question to answer
   */
  record Renewed(Lease lease, boolean asked, long latency) implements Outcome {}

  /** Nothing that can be used rests in the store; the issuer has to be asked. */
  record Absent() implements Outcome {}

  /** There is none. */
  record Failed(Trouble trouble) implements Outcome {}
}
