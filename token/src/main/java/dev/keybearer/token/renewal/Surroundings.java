package dev.keybearer.token.renewal;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all credentials of a process share.
 *
 * @param instance tells this process from others, so that their renewals spread
 * @param random jitter between 0 and 1
 */
record Surroundings(
    TimeSource time,
    @Nullable TokenStore store,
    EventDelivery events,
    Fingerprinter fingerprinter,
    Alarms alarms,
    DoubleSupplier random,
    long instance) {
  /** A moment of the monotonic clock on the wall clock. */
  Instant wall(long moment) {
    return time.wall().plusNanos(moment - time.nanos());
  }
}
