package dev.keybearer.gateway.meter;

import dev.keybearer.gateway.signal.EndpointState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Shows how it stands with those who are sent signals. */
final class SignalMeters {
  private final MeterRegistry registry;
  private final MultiGauge waiting;
  private final MultiGauge disabled;
  private final Map<String, EndpointState> latest = new ConcurrentHashMap<>();
  private volatile Supplier<List<EndpointState>> states = List::of;

  SignalMeters(MeterRegistry registry) {
    this.registry = registry;
    this.waiting =
        MultiGauge.builder("keybearer.signals.waiting")
            .description("Signals on their way to an endpoint")
            .register(registry);
    this.disabled =
        MultiGauge.builder("keybearer.signals.disabled")
            .description("1 when an endpoint has said that it is gone, else 0")
            .register(registry);
  }

  void watch(Supplier<List<EndpointState>> now) {
    states = now;
  }

  /** Brings up to date what is shown. */
  void update() {
    List<MultiGauge.Row<?>> depths = new ArrayList<>();
    List<MultiGauge.Row<?>> ends = new ArrayList<>();
    for (EndpointState state : states.get()) {
      Tags tags = Tags.of("endpoint", state.name());
      depths.add(MultiGauge.Row.of(tags, state.waiting()));
      ends.add(MultiGauge.Row.of(tags, state.disabled() ? 1 : 0));
      if (latest.put(state.name(), state) == null) {
        count(state.name());
      }
    }
    waiting.register(depths, true);
    disabled.register(ends, true);
  }

  private void count(String endpoint) {
    counter(endpoint, "delivered", "Signals that arrived", EndpointState::delivered);
    counter(endpoint, "failed", "Attempts to deliver that failed", EndpointState::failed);
    counter(endpoint, "dropped", "Signals given up after all attempts", EndpointState::dropped);
    counter(endpoint, "shed", "Signals that found no room", EndpointState::shed);
  }

  /** An endpoint that is gone from the config keeps its last numbers: counters never go back. */
  private void counter(
      String endpoint, String name, String words, ToLongFunction<EndpointState> count) {
    FunctionCounter.builder(
            "keybearer.signals." + name,
            latest,
            all -> {
              EndpointState state = all.get(endpoint);
              return state == null ? 0 : count.applyAsLong(state);
            })
        .description(words)
        .tag("endpoint", endpoint)
        .register(registry);
  }
}
