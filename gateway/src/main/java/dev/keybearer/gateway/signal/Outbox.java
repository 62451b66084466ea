package dev.keybearer.gateway.signal;

import org.jspecify.annotations.Nullable;

/**
 * Signals on their way to one endpoint: those that are due, and those that will be tried again. One
 * thread takes from it, many put in. What was taken stays its business until it is settled or put
 * back, so that an outbox which survives its process forgets nothing.
 */
interface Outbox {
  /** Takes a signal along, due at once; false when there is no room. Never waits. */
  boolean put(Signal signal);

  /**
   * Takes the next one that is due; waits for it.
   *
   * @param notBefore on the monotonic clock: until then the endpoint is left alone
   */
  Parcel next(long notBefore) throws InterruptedException;

  /** A parcel that was taken has arrived, or has been given up. */
  void settle(Parcel parcel);

  /** A parcel that was taken is due again later. */
  void again(Parcel parcel);

  /** Gives up everything that waits; how much that was. */
  int clear();

  /** How many are on their way. */
  int size();

  /**
   * A signal and what has been tried so far.
   *
   * @param number in the order they were put in
   * @param put when, on the monotonic clock
   * @param due when it is to be sent, on the monotonic clock
   * @param failure of the last attempt, or null before it
   */
  record Parcel(
      Signal signal, long number, long put, long due, int attempts, @Nullable String failure) {
    /** The same after one more failed attempt. */
    Parcel failed(String why, long nextDue) {
      return new Parcel(signal, number, put, nextDue, attempts + 1, why);
    }
  }
}
