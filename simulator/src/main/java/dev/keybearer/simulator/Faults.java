package dev.keybearer.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What is to go wrong at a simulated host, in the order it was scripted. A fault for the next
 * requests goes before one that holds always. Safe for use by many threads.
 */
public final class Faults {
  private static final long SEED = 20_26;

  private final List<Scripted> next = new ArrayList<>();
  private final List<Scripted> always = new ArrayList<>();
  private Random random = new Random(SEED);
  private volatile boolean none = true;

  Faults() {}

  /** The next request meets the fault. */
  public void next(Fault fault) {
    next(fault, 1);
  }

  /** The next few requests, wherever they go, meet the fault. */
  public void next(Fault fault, int requests) {
    scriptNext(null, fault, requests);
  }

  /** The next request to one endpoint meets the fault. */
  public void next(Endpoint endpoint, Fault fault) {
    next(endpoint, fault, 1);
  }

  /** The next few requests to one endpoint meet the fault. */
  public void next(Endpoint endpoint, Fault fault, int requests) {
    scriptNext(endpoint, fault, requests);
  }

  /** Every request meets the fault until {@link #clear()}. */
  public void always(Fault fault) {
    scriptAlways(null, fault, 1);
  }

  /** Every request to one endpoint meets the fault until {@link #clear()}. */
  public void always(Endpoint endpoint, Fault fault) {
    scriptAlways(endpoint, fault, 1);
  }

  /**
   * A share of the requests to one endpoint, between 0 and 1, meets the fault; which ones is the
   * same in every run.
   */
  public void sometimes(Endpoint endpoint, Fault fault, double share) {
    scriptAlways(endpoint, fault, share);
  }

  /** Nothing is to go wrong any more. */
  public synchronized void clear() {
    next.clear();
    always.clear();
    random = new Random(SEED);
    none = true;
  }

  /** What is still to go wrong, one line per script. */
  public synchronized List<String> pending() {
    List<String> lines = new ArrayList<>();
    next.forEach(scripted -> lines.add(scripted + " for the next " + scripted.left));
    always.forEach(scripted -> lines.add(scripted + " for a share of " + scripted.share));
    return lines;
  }

  /** Scripts a fault for the next requests to an endpoint, or to any when it is null. */
  synchronized void scriptNext(@Nullable Endpoint endpoint, Fault fault, int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException(fault + " for the next " + requests + " requests");
    }
    next.add(new Scripted(endpoint, fault, requests, 1));
    none = false;
  }

  /** Scripts a fault for a share of all requests to an endpoint, or to any when it is null. */
  synchronized void scriptAlways(@Nullable Endpoint endpoint, Fault fault, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(fault + " for a share of " + share);
    }
    always.add(new Scripted(endpoint, fault, 0, share));
    none = false;
  }

  /** The fault that a request to this endpoint meets, or null. */
  @Nullable Fault draw(Endpoint endpoint) {
    return none ? null : drawScripted(endpoint);
  }

  private synchronized @Nullable Fault drawScripted(Endpoint endpoint) {
    for (Iterator<Scripted> each = next.iterator(); each.hasNext(); ) {
      Scripted scripted = each.next();
      if (scripted.concerns(endpoint)) {
        scripted.left--;
        if (scripted.left <= 0) {
          each.remove();
        }
        return scripted.fault;
      }
    }
    for (Scripted scripted : always) {
      if (scripted.concerns(endpoint)
          && (scripted.share >= 1 || random.nextDouble() < scripted.share)) {
        return scripted.fault;
      }
    }
    return null;
  }

  private static final class Scripted {
    private final @Nullable Endpoint endpoint;
    private final Fault fault;
    private final double share;
    private int left;

    Scripted(@Nullable Endpoint endpoint, Fault fault, int left, double share) {
      this.endpoint = endpoint;
      this.fault = fault;
      this.left = left;
      this.share = share;
    }

    boolean concerns(Endpoint other) {
      return endpoint == null || endpoint == other;
    }

    @Override
    public String toString() {
      return fault + " at " + (endpoint == null ? "any endpoint" : endpoint);
    }
  }
}
