package dev.keybearer.stream;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where messages wait for a receiver that is slower than they come.
 *
 * @param messages kept in memory at most
 * @param whenFull what happens then
 * @param folder where more of them are written, with {@link WhenFull#SPILL}
 */
public record Buffering(int messages, WhenFull whenFull, @Nullable Path folder) {
  /** Enough for a second of most streams. */
  private static final int USUAL = 10_000;

  /** Requires what the policy needs. */
  public Buffering {
    if (messages < 1) {
      throw new IllegalArgumentException("a buffer for " + messages + " messages");
    }
    if (whenFull == WhenFull.SPILL && folder == null) {
      throw new IllegalArgumentException("a folder is needed to write messages to");
    }
  }

  /** Reads no more until there is room. */
  public static Buffering blocking() {
    return new Buffering(USUAL, WhenFull.BLOCK, null);
  }

  /** Writes what does not fit to a file in this folder. */
  public static Buffering spilling(Path folder) {
    return new Buffering(USUAL, WhenFull.SPILL, folder);
  }

  /** Drops the oldest and reports the gap. */
  public static Buffering dropping() {
    return new Buffering(USUAL, WhenFull.DROP_OLDEST, null);
  }

  /** The same with room for so many. */
  public Buffering holding(int count) {
    return new Buffering(count, whenFull, folder);
  }

  /** What happens when the buffer is full. */
  public enum WhenFull {
    /**
     * What does not fit goes to a file, in order; where that takes no more, nothing is read any
     * more.
     */
    SPILL,
    /** Nothing is read any more until there is room; the provider has to wait. */
    BLOCK,
    /** The oldest messages go, and a gap says so. */
    DROP_OLDEST
  }
}
