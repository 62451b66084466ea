package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.gateway.limit.Gauges.Paces;

/**
 * How often calls may come on all routes together.
 *
 * @param calls of one address, of one subject
 * @param guesses wrong tokens of one address, and of one address under one subject's name
 */
public record GatewayRates(Paces calls, Paces guesses) {
  static final String PER_ADDRESS = "calls-per-address";
  static final String PER_SUBJECT = "calls-per-subject";
  static final Shape<GatewayRates> SHAPE = shape();

  private static Shape<GatewayRates> shape() {
    var keys = Keys.of("How often calls may come on all routes together.");
    var address = keys.optional(PER_ADDRESS, CallPace.TYPE, "Those of one address.");
    var subject = keys.optional(PER_SUBJECT, CallPace.TYPE, "Those of one token's subject.");
    var guesses =
        keys.optional(
            "guesses-per-address", CallPace.TYPE, "Wrong tokens of one address, before it waits.");
    var names =
        keys.optional(
            "guesses-per-subject",
            CallPace.TYPE,
            "Wrong tokens of one address that name one subject, before these wait.");
    return keys.build(
        in ->
            new GatewayRates(
                new Paces(in.get(address), in.get(subject)),
                new Paces(in.get(guesses), in.get(names))));
  }
}
