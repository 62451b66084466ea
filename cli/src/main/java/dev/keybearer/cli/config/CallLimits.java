package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Sizes;
import java.time.Duration;

/**
 * What one call may take up.
 *
 * @param body bytes of its body
 * @param replay how many of them are kept for sending the call again
 * @param patience how long it waits for keys, tokens or an upstream that asks for a pause
 * @param rates how often its like may come
 */
public record CallLimits(long body, long replay, Duration patience, CallRates rates) {
  // Each call under way keeps so much in memory.
  private static final long MOST_REPLAY = 16L << 20;

  /**
   * What the limits take up among the keys of a route.
   *
   * @param body may be left out
   * @param replay may be left out
   * @param patience may be left out
   * @param rates may be left out
   */
  record Members(Key<Long> body, Key<Long> replay, Key<Duration> patience, Key<CallRates> rates) {
    static Members of(Keys keys) {
      return new Members(
          keys.defaulted("body", Sizes.TYPE, "10MiB", "How large the body of a call may be."),
          keys.defaulted(
              "replay",
              Sizes.between(1, MOST_REPLAY, "from 1B to 16MiB"),
              "64KiB",
              "How much of a body is kept for sending the call again."),
          keys.defaulted(
              "patience",
              Durations.TYPE,
              "10s",
              "How long a call waits for keys, tokens or an upstream that asks for a pause."),
          keys.defaulted("rates", CallRates.SHAPE, "{}", "How often calls may come."));
    }

    /** Where the rates stand. */
    Place at(Fields in) {
      return in.at(rates);
    }

    CallLimits read(Fields in) {
      return new CallLimits(in.get(body), in.get(replay), in.get(patience), in.get(rates));
    }
  }
}
