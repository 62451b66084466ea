package dev.keybearer.simulator.feed;

/**
 * Frames that wait to be written to one connection.
 *
 * @param due the moment of the world they are to be written at
 * @param number their place among those due at one moment
 * @param kind what they are
 * @param frame the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once and never compared by its bytes
record Parcel(long due, long number, Kind kind, byte[] frame) implements Comparable<Parcel> {
  /** What has no moment of its own goes before everything that has. */
  static final long AT_ONCE = Long.MIN_VALUE;

  @Override
  public int compareTo(Parcel other) {
    int byMoment = Long.compare(due, other.due);
    return byMoment != 0 ? byMoment : Long.compare(number, other.number);
  }

  /** What a parcel is. */
  enum Kind {
    /** A message of the stream. */
    MESSAGE,
    /** An answer or an announcement. */
    ANSWER,
    /** A heartbeat or pong. */
    LIFE,
    /** The close frame, behind which nothing is written. */
    CLOSE
  }
}
