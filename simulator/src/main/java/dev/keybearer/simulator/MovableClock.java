package dev.keybearer.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of a world: starts at the real time, and can be moved, frozen or made to run faster.
 * Safe for use by many threads.
 */
public final class MovableClock extends Clock {
  private static final double NANOS_PER_SECOND = 1e9;

  private volatile Anchor anchor = new Anchor(Instant.now(), System.nanoTime(), 1.0);

  /** A clock that shows the real time until it is told otherwise. */
  public MovableClock() {}

  /** Jumps; a negative duration jumps back. */
  public synchronized void advance(Duration step) {
    anchor = new Anchor(instant().plus(step), System.nanoTime(), anchor.scale);
  }

  /** Jumps to an instant. */
  public synchronized void set(Instant instant) {
    anchor = new Anchor(instant, System.nanoTime(), anchor.scale);
  }

  /** Lets time run that many times as fast as real time from now on; 0 stops it. */
  public synchronized void scale(double factor) {
    if (!(factor >= 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("scale " + factor + " is not a number from 0 up");
    }
    anchor = new Anchor(instant(), System.nanoTime(), factor);
  }

  /** Stops time; it moves only by {@link #advance} and {@link #set} until it is scaled again. */
  public void freeze() {
    scale(0);
  }

  /** How many times as fast as real time it runs. */
  public double scale() {
    return anchor.scale;
  }

  @Override
  public Instant instant() {
    Anchor from = anchor;
    long elapsed = System.nanoTime() - from.nanos;
    if (from.scale == 1.0) {
      return from.instant.plusNanos(elapsed);
    }
    double scaled = elapsed * from.scale;
    long seconds = (long) (scaled / NANOS_PER_SECOND);
    return from.instant
        .plusSeconds(seconds)
        .plusNanos((long) (scaled - seconds * NANOS_PER_SECOND));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** This clock: the world knows no other zone than UTC. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  private record Anchor(Instant instant, long nanos, double scale) {}
}
