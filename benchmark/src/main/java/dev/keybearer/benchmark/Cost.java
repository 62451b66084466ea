package dev.keybearer.benchmark;

import java.util.List;

/**
 * What calls cost on one side in one round.
 *
 * @param used for each call of the closed loop, in microseconds and bytes
 * @param rate calls a second of it
 * @param closed how long its calls took
 * @param resident bytes in memory afterwards
 * @param paced what came at each constant rate
 */
record Cost(Used used, double rate, Percentiles closed, double resident, List<Paced> paced) {
  private static final double MICRO = 1e3;

  /** Of all that was used in this time. */
  static Cost of(Used all, Percentiles closed, double seconds, double resident) {
    double calls = closed.count();
    Used each =
        new Used(all.cpu() / calls / MICRO, all.loop() / calls / MICRO, all.bytes() / calls);
    return new Cost(each, calls / seconds, closed, resident, List.of());
  }

  Cost withPaced(List<Paced> newPaced) {
    return new Cost(used, rate, closed, resident, newPaced);
  }

  /**
   * What came at a constant rate.
   *
   * @param offered calls a second
   * @param answered calls a second
   * @param latencies from the moment at which a call was due
   */
  record Paced(int offered, double answered, Percentiles latencies) {
    /** A call that is under way when the window ends belongs to the next. */
    private static final double NEARLY = 0.99;

    /** Whether it kept up. */
    boolean sustained() {
      return answered >= NEARLY * offered;
    }
  }
}
