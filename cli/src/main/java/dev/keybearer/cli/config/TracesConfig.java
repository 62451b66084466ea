package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Uris;
import java.net.URI;

/**
 * Where traces of calls go.
 *
 * @param endpoint of a collector
 * @param sample the share of calls that is followed
 */
public record TracesConfig(URI endpoint, Percentage sample) {
  static final Shape<TracesConfig> SHAPE = shape();

  private static Shape<TracesConfig> shape() {
    var keys = Keys.of("Where traces of calls go.");
    var endpoint =
        keys.required(
            "endpoint",
            Uris.TYPE,
            "Of a collector that takes OTLP over HTTP, such as"
                + " http://127.0.0.1:4318/v1/traces.");
    var sample =
        keys.defaulted("sample", Percentage.TYPE, "1%", "The share of calls that is followed.");
    return keys.build(in -> new TracesConfig(in.get(endpoint), in.get(sample)));
  }
}
