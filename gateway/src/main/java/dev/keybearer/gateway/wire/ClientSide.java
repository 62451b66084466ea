package dev.keybearer.gateway.wire;

/**
 * What an exchange needs of its caller's side, whatever version of HTTP is spoken there. Used by
 * its loop's thread only.
 */
interface ClientSide {
  /** The loop that everything about it happens on. */
  Loop loop();

  /** Writes a head or a part of an answer, which goes out with the next flush. */
  void write(Object part);

  /** Sends what was written. */
  void flush();

  /** Asks for more of the body. */
  void read();

  /** Whether it takes more at the moment. */
  boolean isWritable();

  /**
   * The exchange is over, and its answer is on its way.
   *
   * @param keepAlive whether another request may come
   * @param whole whether the whole request has come
   */
  void finished(boolean keepAlive, boolean whole);

  /** The exchange is over without a whole answer: the caller must not take it for one. */
  void close();
}
