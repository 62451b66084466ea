package dev.keybearer.gateway.signal;

import dev.keybearer.token.TimeSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What couriers work with.
 *
 * @param random between 0 and 1, for jitter
 */
record Means(TimeSource time, DoubleSupplier random, Resolver resolver) {
  /** The platform's, living by a time. */
  static Means of(TimeSource time) {
    return new Means(time, () -> ThreadLocalRandom.current().nextDouble(), Resolver.platform());
  }
}
