package dev.keybearer.gateway.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many tunnels of a route are open, altogether and by caller (Y4). Safe for use by many loops;
 * one that takes or leaves a place locks a bin of a map for a moment.
 */
public final class TunnelPlaces {
  private final int most;
  private final int mostOfCaller;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<String, Integer> callers = new ConcurrentHashMap<>();

  /**
   * Places that nobody has taken.
   *
   * @param most for all
   * @param mostOfCaller for each caller
   */
  public TunnelPlaces(int most, int mostOfCaller) {
    this.most = most;
    this.mostOfCaller = mostOfCaller;
  }

  /** Takes a place; whether there was one. */
  public boolean take(String caller) {
    if (taken.incrementAndGet() > most || !takeOf(caller)) {
      taken.decrementAndGet();
      return false;
    }
    return true;
  }

  private boolean takeOf(String caller) {
    int[] before = new int[1];
    callers.compute(
        caller,
        (same, count) -> {
          before[0] = count == null ? 0 : count;
          return before[0] < mostOfCaller ? (Integer) (before[0] + 1) : count;
        });
    return before[0] < mostOfCaller;
  }

  /** Gives back a place that was taken. */
  public void leave(String caller) {
    callers.computeIfPresent(caller, (same, count) -> count > 1 ? (Integer) (count - 1) : null);
    taken.decrementAndGet();
  }

  /** How many are taken. */
  public int taken() {
    return taken.get();
  }
}
