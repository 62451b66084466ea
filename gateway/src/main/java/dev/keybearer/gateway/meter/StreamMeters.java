package dev.keybearer.gateway.meter;

import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.gateway.health.StreamState.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Shows how it stands with streams, and how long their handshakes take. */
final class StreamMeters {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;
  private final Map<MultiGauge, ToDoubleFunction<StreamState>> levels = new LinkedHashMap<>();
  private final Map<String, Counts> latest = new ConcurrentHashMap<>();
  private volatile Supplier<List<StreamState>> states = List::of;

  StreamMeters(MeterRegistry registry) {
    this.registry = registry;
    level("live", "1 while a stream has all the connections it is to have", s -> one(s.healthy()));
    level("suspended", "1 while nothing is tried but a slow check", s -> one(s.isSuspended()));
    level("connections", "Connections that listen", StreamState::connections);
    level("generation", "The number of the newest connection", StreamState::generation);
    level("waiting", "Deliveries that no sink is done with", StreamState::waiting);
    levels.put(
        MultiGauge.builder("keybearer.stream.silence")
            .description("How long nothing was heard")
            .baseUnit("seconds")
            .register(registry),
        s -> s.silence().toMillis() / 1e3);
  }

  private static double one(boolean fact) {
    return fact ? 1 : 0;
  }

  private void level(String name, String words, ToDoubleFunction<StreamState> level) {
    levels.put(
        MultiGauge.builder("keybearer.stream." + name).description(words).register(registry),
        level);
  }

  void watch(Supplier<List<StreamState>> now) {
    states = now;
  }

  /** A handshake of a stream came to a connection. */
  void shook(String stream, Duration took) {
    handshakes(stream).record(took);
  }

  /** Brings up to date what is shown. */
  void update() {
    List<StreamState> now = states.get();
    for (StreamState state : now) {
      if (latest.put(state.name(), state.counts()) == null) {
        count(state.name());
      }
    }
    levels.forEach(
        (gauge, level) -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          for (StreamState state : now) {
            rows.add(
                MultiGauge.Row.of(Tags.of("stream", state.name()), level.applyAsDouble(state)));
          }
          gauge.register(rows, true);
        });
  }

  private void count(String stream) {
    handshakes(stream);
    counter(stream, "attempts", "Handshakes begun", Counts::attempts);
    counter(stream, "established", "Handshakes that came to a connection", Counts::established);
    counter(stream, "drops", "Connections that were lost", Counts::drops);
    counter(stream, "rotations", "Tokens and connections replaced", Counts::rotations);
    counter(stream, "gaps", "Stretches that may miss messages", Counts::gaps);
    counter(stream, "messages", "Messages delivered", Counts::messages);
    counter(stream, "flagged", "Messages that may have come before", Counts::flagged);
    counter(stream, "acknowledged", "Deliveries that all sinks have", Counts::acknowledged);
  }

  private Timer handshakes(String stream) {
    return Timer.builder("keybearer.stream.handshake")
        .description("How long handshakes took that came to a connection")
        .tag("stream", stream)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  /** A stream that is gone from the config keeps its last numbers. */
  private void counter(String stream, String name, String words, ToLongFunction<Counts> count) {
    FunctionCounter.builder(
            "keybearer.stream." + name,
            latest,
            all -> count.applyAsLong(all.getOrDefault(stream, Counts.NONE)))
        .description(words)
        .tag("stream", stream)
        .register(registry);
  }
}
