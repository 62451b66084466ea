package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import java.time.Duration;

/**
 * What is remembered of tokens that were ended early.
 *
 * @param keep for how long: the longest life of a token that is accepted
 */
public record RevocationsConfig(Duration keep) {
  // Below an hour a token outlives its revocation; tokens of more than a year are passwords.
  private static final Duration LEAST = Duration.ofHours(1);
  private static final Duration MOST = Duration.ofDays(400);

  static final Shape<RevocationsConfig> SHAPE = shape();

  private static Shape<RevocationsConfig> shape() {
    var keys = Keys.of("What is remembered of tokens that were ended early.");
    var keep =
        keys.defaulted(
            "keep",
            Durations.between(LEAST, MOST, "from 1h to 400d"),
            "30d",
            "For how long: the longest life of a token that is accepted.");
    return keys.build(in -> new RevocationsConfig(in.get(keep)));
  }
}
