package dev.keybearer.gateway.meter;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.TimeSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts calls by route. A call finds its meters by the name of its route and takes no lock; names
 * come from the configuration, so that no caller can add any.
 */
final class CallMeters implements CallRecorder {
  /** The route of calls that found none. */
  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final TimeSource time;
  private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();
  private final Map<WireFault, Counter> malformed = new EnumMap<>(WireFault.class);

  CallMeters(MeterRegistry registry, TimeSource time) {
    this.registry = registry;
    this.time = time;
    for (WireFault fault : WireFault.values()) {
      malformed.put(
          fault,
          Counter.builder("keybearer.malformed")
              .description("Connections ended because what came was no request, or no TLS")
              .tag("fault", fault.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void ended(Call call, Ending ending) {
    Way way = call.found();
    route(way == null ? NONE : way.name()).ended(call, ending, time.nanos() - call.begun());
  }

  @Override
  public void rotated(Call call, Rotation.Outcome outcome) {
    route(call.way().name()).rotated(outcome);
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {
    Objects.requireNonNull(malformed.get(fault)).increment();
  }

  private RouteMeters route(String name) {
    RouteMeters known = routes.get(name); // a lock only for names that are new
    return known == null
        ? routes.computeIfAbsent(name, route -> new RouteMeters(route, registry))
        : known;
  }
}
