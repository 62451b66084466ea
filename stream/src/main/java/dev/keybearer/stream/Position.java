package dev.keybearer.stream;

import java.time.Instant;
import java.util.Map;

/**
 * What a receiver has acknowledged of each topic.
 *
 * @param cursors the provider's cursor of each topic
 * @param exact whether nothing was delivered beyond it; false while a stream runs, so that whoever
 *     finds it after a crash knows that replays may be known
 * @param at when it was reached, on our wall clock
 */
public record Position(Map<String, String> cursors, boolean exact, Instant at) {
  /** Nothing acknowledged yet. */
  public static final Position START = new Position(Map.of(), true, Instant.EPOCH);

  /** Copies the cursors. */
  public Position {
    cursors = Map.copyOf(cursors);
  }
}
