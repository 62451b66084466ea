package dev.keybearer.gateway.wire;

/** A connection of a caller, as its loop knows it. Used by its loop's thread only. */
interface ClientLink {
  /** Ends what takes too long. */
  void tick(long now);

  /** No further request is served. */
  void drain();

  /** Ends it, whatever is under way. */
  void stop();
}
