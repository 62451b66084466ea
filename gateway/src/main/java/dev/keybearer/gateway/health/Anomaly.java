package dev.keybearer.gateway.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether more goes wrong than is normal.
 *
 * @param renewalFailures within the window
 * @param refusals within the window, of calls that were refused for their credentials
 * @param windowSeconds how long the window is
 * @param until from when on all is normal if nothing more goes wrong, or null when it is now
 */
record Anomaly(long renewalFailures, long refusals, long windowSeconds, @Nullable Instant until) {
  boolean isThere() {
    return until != null;
  }
}
