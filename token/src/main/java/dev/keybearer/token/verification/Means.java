package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * What all keyrings and checks of a process share.
 *
 * @param executor runs what has to wait for an issuer; bounded, and refuses when it is full
 * @param random jitter between 0 and 1
 * @param tolerance how long keys are believed after asking for them again was due
 */
record Means(
    TimeSource time,
    Executor executor,
    Alarms alarms,
    EventDelivery events,
    Fingerprinter fingerprinter,
    DoubleSupplier random,
    Duration tolerance,
    AtomicLong generations) {
  private static final System.Logger LOG = System.getLogger(Means.class.getName());

  /** The same with other threads. */
  Means withExecutor(Executor newExecutor) {
    return new Means(
        time, newExecutor, alarms, events, fingerprinter, random, tolerance, generations);
  }

  /** Tells of a bug at the outermost place that sees it. */
  void bug(String doing, Throwable bug) {
    LOG.log(System.Logger.Level.ERROR, doing + " failed on a bug", bug);
  }

  /** A number that no keyring has had before. */
  long nextGeneration() {
    return generations.incrementAndGet();
  }
}
