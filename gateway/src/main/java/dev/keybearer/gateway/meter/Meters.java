package dev.keybearer.gateway.meter;

import dev.keybearer.gateway.health.CredentialState;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.gateway.signal.EndpointState;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The metrics of a gateway. Each name begins with {@code keybearer_}, but for those of the Java
 * machine. Safe for use by many threads.
 */
public final class Meters implements AutoCloseable {
  /** The media type of {@link #scrape}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  // The registry forgets what it counts by when nobody else holds it.
  private final List<DoubleSupplier> watched = new CopyOnWriteArrayList<>();
  private final CallMeters calls;
  private final CredentialMeters credentials;
  private final SignalMeters signals;
  private final StreamMeters streams;

  private Meters(TimeSource time) {
    this.calls = new CallMeters(registry, time);
    this.credentials = new CredentialMeters(registry, time);
    this.signals = new SignalMeters(registry);
    this.streams = new StreamMeters(registry);
  }

  /** Meters at zero. */
  public static Meters open(TimeSource time) {
    Meters meters = new Meters(time);
    meters.watchMachine();
    return meters;
  }

  private void watchMachine() {
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Counts calls. */
  public CallRecorder calls() {
    return calls;
  }

  /** Counts what happens to credentials. */
  public Recorder events() {
    return credentials;
  }

  /** Shows what somebody else counts. Whoever was named first for a reading stays. */
  public void watch(Reading reading, DoubleSupplier now) {
    watched.add(now);
    switch (reading.kind()) {
      case LEVEL -> level(reading, now).register(registry);
      case SECONDS -> level(reading, now).baseUnit("seconds").register(registry);
      case TOTAL ->
          FunctionCounter.builder(reading.meter(), now, DoubleSupplier::getAsDouble)
              .description(reading.words())
              .register(registry);
    }
  }

  private static Gauge.Builder<?> level(Reading reading, DoubleSupplier now) {
    return Gauge.builder(reading.meter(), now::getAsDouble).description(reading.words());
  }

  /** Shows how it stands with credentials; asked whenever metrics are read. */
  public void watchCredentials(Supplier<List<CredentialState>> now) {
    credentials.watch(now);
  }

  /** Shows how it stands with those who are sent signals; asked whenever metrics are read. */
  public void watchSignals(Supplier<List<EndpointState>> now) {
    signals.watch(now);
  }

  /** Shows how it stands with streams; asked whenever metrics are read. */
  public void watchStreams(Supplier<List<StreamState>> now) {
    streams.watch(now);
  }

  /** A handshake of a stream came to a connection. */
  public void shook(String stream, Duration took) {
    streams.shook(stream, took);
  }

  /** All of them in the text format of Prometheus. */
  public String scrape() {
    credentials.update();
    signals.update();
    streams.update();
    return registry.scrape();
  }

  /** Counts nothing any more. May be called twice. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
