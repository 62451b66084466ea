package dev.keybearer.gateway.revocation;

import java.time.Instant;
import java.util.List;

/**
 * Every early end that was asked for, numbered from 1 in the order in which it was written. Numbers
 * only rise. Safe for use by many threads.
 */
public interface RevocationLog {
  /**
   * Writes these one after the other; when it returns, they survive a power cut.
   *
   * @return the number of the last
   * @throws RevocationFailure when some of them may be written and some not; the same call may be
   *     made again
   */
  long append(List<Revocation> revocations);

  /**
   * Hands over everything from this number on that was not released, in order.
   *
   * @throws RevocationFailure of kind {@code UNREADABLE} when something is missing or cannot be
   *     trusted
   */
  void read(long from, Reader reader);

  /** Forgets from the first on what has ended by then; how many that were. */
  long release(Instant now);

  /** Takes what was read. */
  interface Reader {
    /** One revocation and its number. */
    void take(long number, Revocation revocation);
  }
}
