package dev.keybearer.gateway.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a credential so far, or to several together.
 *
 * @param refreshes tokens that came
 * @param failures attempts that brought none
 * @param rateLimited times that the issuer asked for fewer requests
 * @param rotations changes to the other of two secrets
 * @param lastRefresh when a token came last, or null when none ever did
 */
public record Tally(
    long refreshes,
    long failures,
    long rateLimited,
    long rotations,
    @Nullable Instant lastRefresh) {
  static final Tally NONE = new Tally(0, 0, 0, 0, null);

  static Tally refreshed(Instant at) {
    return new Tally(1, 0, 0, 0, at);
  }

  static Tally failed() {
    return new Tally(0, 1, 0, 0, null);
  }

  static Tally limited() {
    return new Tally(0, 0, 1, 0, null);
  }

  static Tally rotated() {
    return new Tally(0, 0, 0, 1, null);
  }

  Tally plus(Tally other) {
    return new Tally(
        refreshes + other.refreshes,
        failures + other.failures,
        rateLimited + other.rateLimited,
        rotations + other.rotations,
        later(lastRefresh, other.lastRefresh));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
