package dev.keybearer.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The time of a world: starts at the real time, and can be moved, frozen or made to run faster.
 * Safe for use by many threads.
 */
public final class MovableClock extends Clock {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Nanoseconds in a long end after 292 years. */
  private static final Duration LONGEST_STEP = Duration.ofDays(36_500);

  private volatile Anchor anchor = new Anchor(Instant.now(), System.nanoTime(), 0, 1.0);
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  /** A clock that shows the real time until it is told otherwise. */
  public MovableClock() {}

  /** Jumps; a negative duration jumps back. */
  public void advance(Duration step) {
    jump(step);
    watchers.forEach(Runnable::run);
  }

  /** Jumps to an instant. */
  public void set(Instant instant) {
    jumpTo(instant);
    watchers.forEach(Runnable::run);
  }

  private synchronized void jumpTo(Instant instant) {
    jump(Duration.between(instant(), instant));
  }

  private synchronized void jump(Duration step) {
    Duration ahead = step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
    long passed = elapsed() + (ahead.isNegative() ? 0 : ahead.toNanos());
    anchor = new Anchor(instant().plus(step), System.nanoTime(), passed, anchor.scale);
  }

  /** Lets time run that many times as fast as real time from now on; 0 stops it. */
  public void scale(double factor) {
    if (!(factor >= 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("scale " + factor + " is not a number from 0 up");
    }
    rescale(factor);
    watchers.forEach(Runnable::run);
  }

  private synchronized void rescale(double factor) {
    anchor = new Anchor(instant(), System.nanoTime(), elapsed(), factor);
  }

  /** Stops time; it moves only by {@link #advance} and {@link #set} until it is scaled again. */
  public void freeze() {
    scale(0);
  }

  /** How many times as fast as real time it runs. */
  public double scale() {
    return anchor.scale;
  }

  /** Nanoseconds that have passed, jumps ahead included; it never goes back. */
  long elapsed() {
    Anchor from = anchor;
    return from.elapsed + (long) ((System.nanoTime() - from.nanos) * from.scale);
  }

  /** Tells somebody whenever the clock was moved or runs at another speed. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
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

  private record Anchor(Instant instant, long nanos, long elapsed, double scale) {}
}
