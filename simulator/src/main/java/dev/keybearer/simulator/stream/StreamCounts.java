package dev.keybearer.simulator.stream;

import java.util.Map;

/**
 * How many connections a stream has and had.
 *
 * @param now connections that are open and in good or bad order, but not ended by the server
 * @param ever connections that have been opened so far
 * @param peak the most that were open at one moment
 * @param registrations what the server still holds for connections, those on their way in and out
 *     included: 0 when nothing has leaked and nobody is there
 * @param upgrades handshakes by the status they were answered with; 0 stands for no answer
 */
public record StreamCounts(
    int now, int ever, int peak, int registrations, Map<Integer, Integer> upgrades) {
  /** Counts that keep a copy. */
  public StreamCounts {
    upgrades = Map.copyOf(upgrades);
  }
}
