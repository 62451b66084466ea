package dev.keybearer.simulator.stream;

/** A way in which a connection goes bad without a goodbye. */
public enum Drop {
  /** The client gets a reset. */
  RST,
  /** The client sees the end of the bytes, without a close frame before it. */
  FIN,
  /** Nothing moves any more in either direction, while the socket stays open. */
  BLACK_HOLE,
  /** What the client says is taken and acted upon, and nothing is ever answered. */
  HALF_OPEN,
  /** Heartbeats and pongs go on, messages do not. */
  ZOMBIE,
  /** The server reads no more, and says what it has to say. */
  SLOW_READER
}
