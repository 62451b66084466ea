package dev.keybearer.gateway.revocation;

import java.time.Duration;

/**
 * How it stands with early ends.
 *
 * @param targets how many count, and those that ended since the last sweep
 * @param bytes that they take in memory
 * @param number of the newest in the log
 */
public record RevocationState(int targets, long bytes, long number, Counts counts, Lag lag) {
  /**
   * What happened since the start.
   *
   * @param ended wishes that were met
   * @param failed wishes that were not, or not for good
   * @param released targets that were released since every token they were about has ended
   */
  public record Counts(long ended, long failed, long released) {}

  /**
   * How long it took from a wish until no token was let through.
   *
   * @param last of the last wish
   * @param worst of all
   * @param worstWrite the longest until it survived a power cut
   */
  public record Lag(Duration last, Duration worst, Duration worstWrite) {}
}
