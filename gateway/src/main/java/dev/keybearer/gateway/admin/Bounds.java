package dev.keybearer.gateway.admin;

import java.time.Duration;

/**
 * How much the admin port takes on.
 *
 * @param exchanges requests that are being read, answered or worked on at once; more are hung up on
 * @param requests those of them that are worked on at once; more are told to come again
 * @param wire how long a request may take to come in, and its answer to go out
 */
record Bounds(int exchanges, int requests, Duration wire) {
  /** How long an act waits for an issuer. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Longer targets are no name of anything. */
  static final int TARGET = 2_048;

  /** Enough for the longest token and what stands around it. */
  static final int BODY = 16 * 1024;

  /**
   * The platform takes heads of up to 380 KiB: so many of them are 50 MB, and twice that as text.
   */
  static final Bounds STANDARD = new Bounds(128, 64, Duration.ofSeconds(30));
}
