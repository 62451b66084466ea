package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.gateway.limit.Gauges.Paces;
import dev.keybearer.gateway.limit.Pace;
import org.jspecify.annotations.Nullable;

/**
 * How often calls of one route may come, besides what holds for all.
 *
 * @param all of them together, or null
 * @param each of one address, of one subject
 */
public record CallRates(@Nullable Pace all, Paces each) {
  static final Shape<CallRates> SHAPE = shape();

  private static Shape<CallRates> shape() {
    var keys = Keys.of("How often calls of the route may come.");
    var all = keys.optional("calls", CallPace.TYPE, "All of them together.");
    var address = keys.optional(GatewayRates.PER_ADDRESS, CallPace.TYPE, "Those of one address.");
    var subject =
        keys.optional(GatewayRates.PER_SUBJECT, CallPace.TYPE, "Those of one token's subject.");
    return keys.build(
        in -> new CallRates(in.get(all), new Paces(in.get(address), in.get(subject))));
  }
}
