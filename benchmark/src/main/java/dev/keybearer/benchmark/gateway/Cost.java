package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Percentiles;

/**
 * What the calls of a closed loop cost on one side.
 *
 * @param used for each call, in microseconds and bytes
 * @param rate calls a second
 * @param closed how long they took
 * @param resident bytes in memory afterwards
 */
record Cost(Used used, double rate, Percentiles closed, double resident) {
  private static final double MICRO = 1e3;

  /** Of all that was used in this time. */
  static Cost of(Used all, Percentiles closed, double seconds, double resident) {
    double calls = closed.count();
    Used each =
        new Used(all.cpu() / calls / MICRO, all.loop() / calls / MICRO, all.bytes() / calls);
    return new Cost(each, calls / seconds, closed, resident);
  }
}
