package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import java.time.Duration;

/**
 * How the upstream sides of a tunnel follow each other as tokens do.
 *
 * @param repeat how many of the caller's first messages each of them has to hear
 * @param overlap what two of them say at the same time
 * @param skew by how much one may be behind the other
 */
public record RotateConfig(int repeat, Overlap overlap, Duration skew) {
  /** Each of them is kept with every tunnel. */
  private static final int MOST_REPEATED = 16;

  private static final Duration LEAST_SKEW = Duration.ofMillis(10);

  /** Two of them fit into the longest overlap. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(5);

  static final Shape<RotateConfig> SHAPE = shape();

  private static Shape<RotateConfig> shape() {
    var keys = Keys.of("How the upstream sides of a tunnel follow each other as tokens do.");
    var repeat =
        keys.defaulted(
            "repeat",
            Texts.whole(0, MOST_REPEATED),
            "1",
            "How many of the caller's first messages a new side hears as well.");
    var overlap =
        keys.required(
            "overlap", Words.of(Overlap.values()), "What two sides of one caller say together.");
    var skew =
        keys.defaulted(
            "skew",
            Durations.between(LEAST_SKEW, MOST_SKEW, "from 10ms to 5s"),
            "1s",
            "By how much one side may be behind the other.");
    return keys.build(in -> new RotateConfig(in.get(repeat), in.get(overlap), in.get(skew)));
  }

  /** What two sides of one caller say together. */
  public enum Overlap implements Word {
    /** Both say everything. */
    BROADCAST,
    /** Each message is said by one of them. */
    ANY_ONE
  }
}
