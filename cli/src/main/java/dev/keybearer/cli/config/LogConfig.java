package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;

/**
 * Where it is written down what happens.
 *
 * @param entries what happens to tokens and secrets
 * @param access each call
 * @param security who was refused, and from where
 */
public record LogConfig(LogTarget entries, LogTarget access, LogTarget security) {
  static final Shape<LogConfig> SHAPE = shape();

  private static Shape<LogConfig> shape() {
    var keys = Keys.of("Where it is written down what happens.");
    var entries =
        keys.defaulted(
            "entries",
            LogTarget.TYPE,
            "stdout",
            "Of tokens and secrets: stdout, stderr, off or a path.");
    var access =
        keys.defaulted(
            "access", LogTarget.TYPE, "off", "Of each call: stdout, stderr, off or a path.");
    var security =
        keys.defaulted(
            "security",
            LogTarget.TYPE,
            "off",
            "Of each refusal, with its place: stdout, stderr, off or a path.");
    return keys.build(in -> new LogConfig(in.get(entries), in.get(access), in.get(security)));
  }
}
