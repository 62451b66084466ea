package dev.keybearer.gateway.health;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notices when more goes wrong than is normal. Safe for use by many threads, without a lock. */
final class Watch {
  private final Thresholds thresholds;
  private final TimeSource time;
  private final Lately failures;
  private final Lately refusals;

  Watch(Thresholds thresholds, TimeSource time) {
    this.thresholds = thresholds;
    this.time = time;
    int seconds = (int) thresholds.window().toSeconds();
    this.failures = new Lately(seconds, time.nanos());
    this.refusals = new Lately(seconds, time.nanos());
  }

  /** An attempt to renew a token failed. */
  void failed() {
    failures.happened(time.nanos());
  }

  /** A call was refused for its credentials. */
  void refused() {
    refusals.happened(time.nanos());
  }

  /** What it sees at this moment. */
  Anomaly anomaly() {
    long now = time.nanos();
    return new Anomaly(
        failures.count(now), refusals.count(now), thresholds.window().toSeconds(), until(now));
  }

  private @Nullable Instant until(long now) {
    return Stream.of(
            failures.until(thresholds.renewalFailures(), now),
            refusals.until(thresholds.refusals(), now))
        .filter(Objects::nonNull)
        .max(Duration::compareTo)
        .map(time.wall()::plus)
        .orElse(null);
  }
}
