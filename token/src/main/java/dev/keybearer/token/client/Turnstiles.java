package dev.keybearer.token.client;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.util.concurrent.ConcurrentHashMap;

/** The turnstiles of the origins that have asked for patience. Safe for use by many threads. */
final class Turnstiles {
  /** Beyond this many origins in trouble at a time, calls to further ones wait each for itself. */
  static final int MOST_ORIGINS = 1_000;

  private final ConcurrentHashMap<Origin, Turnstile> turnstiles = new ConcurrentHashMap<>();
  private final TimeSource time;

  Turnstiles(TimeSource time) {
    this.time = time;
  }

  /** Lets a call through, at once unless its origin has asked for patience. */
  void pass(Origin origin, Deadline deadline) throws CallHeldBack, InterruptedException {
    Turnstile turnstile = turnstiles.get(origin);
    if (turnstile == null || turnstile.isQuiet()) {
      return;
    }
    try (Turnstile.Place place = turnstile.join(deadline)) {
      if (place == null || !place.await()) {
        throw new CallHeldBack(turnstile.heldBack(), deadline);
      }
    }
  }

  /** The turnstile that all calls to an origin share. */
  Turnstile at(Origin origin) {
    Turnstile known = turnstiles.get(origin);
    if (known != null) {
      return known;
    }
    if (turnstiles.size() >= MOST_ORIGINS) {
      turnstiles.values().removeIf(Turnstile::isOpen);
    }
    return turnstiles.size() >= MOST_ORIGINS
        ? alone(origin)
        : turnstiles.computeIfAbsent(origin, this::alone);
  }

  /** A turnstile for one call only. */
  Turnstile alone(Origin origin) {
    return new Turnstile(origin, time);
  }
}
