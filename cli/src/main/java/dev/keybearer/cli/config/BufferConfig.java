package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where messages wait for sinks that are slower than they come.
 *
 * @param messages in memory at most
 * @param whenFull what happens then, or null for spill beside a store that outlives the process,
 *     and for block without one
 * @param folder for what does not fit, or null for beside the store
 */
public record BufferConfig(int messages, @Nullable WhenFull whenFull, @Nullable Path folder) {
  static final Shape<BufferConfig> SHAPE = shape();

  private static Shape<BufferConfig> shape() {
    var keys = Keys.of("Where messages wait.");
    var messages =
        keys.defaulted("messages", Texts.whole(1, 1_000_000), "10000", "In memory at most.");
    var whenFull =
        keys.optional(
            "when-full",
            Words.of(WhenFull.values()),
            "What happens then; left out: spill where there is a store, else block.");
    var folder =
        keys.optional("folder", Texts.PATH, "For what does not fit; left out: beside the store.");
    return keys.build(
        in -> {
          WhenFull full = in.get(whenFull);
          if (in.get(folder) != null && full != null && full != WhenFull.SPILL) {
            Place at = in.at(folder);
            at.report(
                at.problemAtKey(Kind.CONFLICT, "is of use with when-full: spill only")
                    .withHelp("remove one of the two"));
          }
          return new BufferConfig(in.get(messages), full, in.get(folder));
        });
  }

  /** Whether messages are to go to a folder that nobody names. */
  boolean lacksFolder() {
    return whenFull == WhenFull.SPILL && folder == null;
  }

  /** What happens when there is no more room. */
  public enum WhenFull implements Word {
    /** What does not fit goes to a file. */
    SPILL,
    /** Nothing more is read. */
    BLOCK,
    /** The oldest go, and a gap says so. */
    DROP_OLDEST
  }
}
