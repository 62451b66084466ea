package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where lines of a log go. */
public sealed interface LogTarget {
  /** A word, or a path; a path has a slash, so that no misspelt word becomes a file. */
  Leaf<LogTarget> TYPE =
      Leaf.of(
          "stdout, stderr, off or a path",
          JsonSchema.ofPattern("^(stdout|stderr|off|.*/.*)$"),
          LogTarget::read);

  /** Targets that a word stands for. */
  enum Stream implements LogTarget, Word {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR,
    /** Nowhere. */
    OFF
  }

  /**
   * The end of a file.
   *
   * @param path of the file
   */
  record File(Path path) implements LogTarget {}

  private static LogTarget read(Scalar scalar, Place place) throws Unfit {
    String text = scalar.text();
    for (Stream each : Stream.values()) {
      if (each.word().equals(text)) {
        return each;
      }
    }
    if (text.indexOf('/') < 0) {
      List<String> words = Arrays.stream(Stream.values()).map(Word::word).toList();
      throw Unfit.because("is " + scalar.shown())
          .as(Kind.UNKNOWN_VALUE)
          .withGuess(
              Suggestion.of(text, words),
              "write stdout, stderr, off or a path with a slash, such as ./access.log");
    }
    return new File(Texts.path(text, place.folder()));
  }
}
