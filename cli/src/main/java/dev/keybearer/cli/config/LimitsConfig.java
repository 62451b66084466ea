package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;

/**
 * How often an issuer is asked at most.
 *
 * @param rate in the long run
 * @param burst at once, after a pause
 */
public record LimitsConfig(Rate rate, int burst) {
  static final Shape<LimitsConfig> SHAPE = shape();

  private static Shape<LimitsConfig> shape() {
    var keys = Keys.of("How often the issuer is asked at most.");
    var rate = keys.defaulted("rate", Rate.TYPE, "50/s", "Requests in the long run.");
    var burst =
        keys.defaulted("burst", Texts.whole(1, 1_000), "50", "Requests at once, after a pause.");
    return keys.build(in -> new LimitsConfig(in.get(rate), in.get(burst)));
  }
}
