package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts every request to a simulated host and records the latest of them, so that a test can say
 * "exactly one". A request counts from its arrival. Safe for use by many threads.
 */
public final class Referee {
  private static final int KEPT = 10_000;

  private final Deque<Sighting> sightings = new ArrayDeque<>();
  private final Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);

  Referee() {}

  /** How many requests have arrived at an endpoint. */
  public synchronized int count(Endpoint endpoint) {
    return counts.getOrDefault(endpoint, 0);
  }

  /** How many requests have arrived anywhere. */
  public synchronized int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many requests have arrived at each endpoint that has seen any. */
  public synchronized Map<Endpoint, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** The latest requests to an endpoint, oldest first. */
  public List<RecordedRequest> requests(Endpoint endpoint) {
    return requests().stream().filter(request -> request.endpoint() == endpoint).toList();
  }

  /** The latest requests, oldest first; at most 10,000 are kept. */
  public synchronized List<RecordedRequest> requests() {
    return sightings.stream().map(Sighting::recorded).toList();
  }

  /** Waits in real time until so many requests have arrived; says whether they did in time. */
  public synchronized boolean await(Endpoint endpoint, int requests, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (count(endpoint) < requests) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Forgets all it has seen. */
  public synchronized void clear() {
    sightings.clear();
    counts.clear();
  }

  synchronized Sighting saw(Endpoint endpoint, Ask ask, Instant now) {
    Sighting sighting = new Sighting(endpoint, ask, now);
    if (sightings.size() == KEPT) {
      sightings.removeFirst();
    }
    sightings.addLast(sighting);
    counts.merge(endpoint, 1, Integer::sum);
    notifyAll();
    return sighting;
  }

  /** A request that may still be under way. */
  static final class Sighting {
    private final Endpoint endpoint;
    private final Ask ask;
    private final Instant instant;
    private volatile int status;
    private volatile @Nullable String fault;

    private Sighting(Endpoint endpoint, Ask ask, Instant instant) {
      this.endpoint = endpoint;
      this.ask = ask;
      this.instant = instant;
    }

    void befell(Fault what) {
      fault = what.name();
    }

    void ended(Answer answer) {
      status = answer.isSent() ? answer.status() : 0;
    }

    private RecordedRequest recorded() {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      ask.fields().lines().forEach(line -> headers.putIfAbsent(line.getKey(), line.getValue()));
      return new RecordedRequest(
          endpoint,
          ask.method(),
          ask.path(),
          ask.query(),
          headers,
          ask.body(),
          instant,
          status,
          fault);
    }
  }
}
