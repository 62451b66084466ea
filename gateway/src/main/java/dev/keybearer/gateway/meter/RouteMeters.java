package dev.keybearer.gateway.meter;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is counted of the calls of one route. Each counter is made when it is first needed. */
final class RouteMeters {
  private static final int SWITCHED = 101;

  /** By the first digit; nothing was told where there is none. */
  private static final List<String> STATUSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

  /** From what a cached verdict costs to what the most patient upstream may take. */
  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 30_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final String route;
  private final MeterRegistry registry;
  private final AtomicReferenceArray<Counter> passed = row();
  private final Map<Ground, AtomicReferenceArray<Counter>> refused = new EnumMap<>(Ground.class);
  private final Counter reported;
  private final Counter received;
  private final Counter sent;
  private final Timer duration;
  private volatile @Nullable Map<Outcome, Counter> rotations;

  RouteMeters(String route, MeterRegistry registry) {
    this.route = route;
    this.registry = registry;
    for (Ground ground : Ground.values()) {
      refused.put(ground, row());
    }
    this.reported =
        counter("keybearer.reported", "Calls that a reporting route would have refused");
    this.received = octets("keybearer.received", "Octets of requests' bodies");
    this.sent = octets("keybearer.sent", "Octets of answers' bodies");
    this.duration =
        Timer.builder("keybearer.call.duration")
            .description("How long calls took, to the last octet of their answers")
            .tag("route", route)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  private static AtomicReferenceArray<Counter> row() {
    return new AtomicReferenceArray<>(STATUSES.size());
  }

  private Counter counter(String name, String words) {
    return Counter.builder(name).description(words).tag("route", route).register(registry);
  }

  private Counter octets(String name, String words) {
    return Counter.builder(name)
        .description(words)
        .tag("route", route)
        .baseUnit("bytes")
        .register(registry);
  }

  void ended(Call call, Ending ending, long nanos) {
    Refusal refusal = call.refusal();
    calls(refusal == null ? null : refusal.ground(), ending.status()).increment();
    if (ending.status() != SWITCHED) { // how long a tunnel is open says nothing about calls
      duration.record(nanos, TimeUnit.NANOSECONDS);
    }
    if (rotates(call.found())) {
      rotations(); // so that they are there at nought
    }
    if (call.reported() != null) {
      reported.increment();
    }
    if (ending.received() > 0) {
      received.increment((double) ending.received());
    }
    if (ending.sent() > 0) {
      sent.increment((double) ending.sent());
    }
  }

  private static boolean rotates(@Nullable Way way) {
    return way != null && way.tunnelling() != null && way.tunnelling().rotation() != null;
  }

  void rotated(Outcome outcome) {
    Objects.requireNonNull(rotations().get(outcome)).increment();
  }

  private Map<Outcome, Counter> rotations() {
    Map<Outcome, Counter> known = rotations;
    if (known != null) {
      return known;
    }
    Map<Outcome, Counter> made = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      made.put(
          outcome,
          Counter.builder("keybearer.tunnel.rotations")
              .description("Attempts to let another upstream side of a tunnel follow")
              .tags("route", route, "outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    rotations = made; // whoever came at the same time got the same from the registry
    return made;
  }

  private Counter calls(@Nullable Ground ground, int status) {
    AtomicReferenceArray<Counter> row =
        ground == null ? passed : Objects.requireNonNull(refused.get(ground));
    int first = status / 100;
    int index = first < STATUSES.size() ? first : 0;
    Counter known = row.get(index);
    if (known != null) {
      return known;
    }
    Counter made = register(ground == null ? "passed" : ground.word(), STATUSES.get(index));
    row.set(index, made); // whoever came at the same time got the same from the registry
    return made;
  }

  private Counter register(String ground, String status) {
    return Counter.builder("keybearer.calls")
        .description("Calls that ended")
        .tags("route", route, "status", status, "ground", ground)
        .register(registry);
  }
}
