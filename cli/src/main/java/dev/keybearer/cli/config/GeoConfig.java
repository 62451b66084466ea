package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import java.nio.file.Path;

/**
 * How addresses get a place.
 *
 * @param database a file of MaxMind's form; it may come later, and change
 */
public record GeoConfig(Path database) {
  static final Shape<GeoConfig> SHAPE = shape();

  private static Shape<GeoConfig> shape() {
    var keys = Keys.of("How addresses get a place.");
    var database =
        keys.required(
            "database",
            Texts.PATH,
            "A database of cities or countries (.mmdb), read when it changes.");
    return keys.build(in -> new GeoConfig(in.get(database)));
  }
}
