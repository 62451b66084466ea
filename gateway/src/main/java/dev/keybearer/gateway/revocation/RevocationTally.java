package dev.keybearer.gateway.revocation;

import java.time.Duration;

/** Counts early ends. Safe for use by many threads. */
final class RevocationTally {
  // All guarded by this; nothing slow happens under it.
  private long number;
  private long ended;
  private long failed;
  private long released;
  private Duration lastLag = Duration.ZERO;
  private Duration worstLag = Duration.ZERO;
  private Duration worstWrite = Duration.ZERO;

  synchronized void numbered(long read) {
    number = Math.max(number, read);
  }

  synchronized void ended(long written, Duration effective, Duration durable) {
    numbered(written);
    ended++;
    lastLag = effective;
    worstLag = longer(worstLag, effective);
    worstWrite = longer(worstWrite, durable);
  }

  synchronized void failed() {
    failed++;
  }

  synchronized void released(int count) {
    released += count;
  }

  synchronized RevocationState state(RevocationList list) {
    return new RevocationState(
        list.size(),
        list.bytes(),
        number,
        new RevocationState.Counts(ended, failed, released),
        new RevocationState.Lag(lastLag, worstLag, worstWrite));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
