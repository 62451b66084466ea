package dev.keybearer.gateway.health;

import java.time.Duration;

/**
 * From how much on things are no longer normal.
 *
 * @param renewalFailures so many failed attempts to renew a token within the window are an anomaly
 * @param refusals so many calls refused for their credentials within the window are one
 * @param window what counts lies less than this long ago, in whole seconds
 */
public record Thresholds(int renewalFailures, int refusals, Duration window) {
  /** Each second of a window takes eight octets. */
  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  /** Five failures or a hundred refusals within five minutes. */
  public static final Thresholds STANDARD = new Thresholds(5, 100, Duration.ofMinutes(5));

  /** Thresholds that can be reached. */
  public Thresholds {
    if (renewalFailures < 1 || refusals < 1) {
      throw new IllegalArgumentException(
          "thresholds are %d and %d: use 1 or more".formatted(renewalFailures, refusals));
    }
    boolean whole = window.equals(Duration.ofSeconds(window.toSeconds()));
    if (!whole || window.isZero() || window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window is " + window + ": use whole seconds from 1 second to 24 hours");
    }
  }
}
