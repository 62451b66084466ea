package dev.keybearer.gateway.health;

import java.time.Duration;

/**
 * How it stands with one stream.
 *
 * @param state in one word
 * @param healthy whether it listens with all the connections it is to have
 * @param connections that listen
 * @param generation of the newest of them
 * @param waiting deliveries that no sink is done with
 * @param silence since anything was heard
 * @param counts what happened so far
 */
public record StreamState(
    String name,
    String state,
    boolean healthy,
    int connections,
    long generation,
    int waiting,
    Duration silence,
    Counts counts) {

  /** Whether nothing is tried any more but for a slow check. */
  public boolean isSuspended() {
    return state.equals("suspended");
  }

  /**
   * How often what happened to a stream.
   *
   * @param attempts at handshakes, of which {@code established} came to a connection
   * @param flagged messages that may have been delivered before
   * @param acknowledged deliveries that all sinks are done with
   */
  public record Counts(
      long attempts,
      long established,
      long drops,
      long rotations,
      long gaps,
      long messages,
      long flagged,
      long acknowledged) {
    /** Nothing yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
      return new Counts(
          attempts + other.attempts,
          established + other.established,
          drops + other.drops,
          rotations + other.rotations,
          gaps + other.gaps,
          messages + other.messages,
          flagged + other.flagged,
          acknowledged + other.acknowledged);
    }
  }
}
