package dev.keybearer.gateway.wire;

/** One of the two connections of an exchange, as the other one sees it. */
interface Side {
  /** Asks for more. */
  void read();

  /** Asks for more if another side can take it. */
  default void readFor(Side taker) {
    if (taker.isWritable()) {
      read();
    }
  }

  /** Writes something, which goes out with the next flush. */
  void write(Object part);

  /** Sends what was written. */
  void flush();

  /** Whether it takes more at the moment. */
  boolean isWritable();
}
