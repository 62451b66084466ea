package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.GeoConfig;
import dev.keybearer.cli.config.LogTarget;
import dev.keybearer.cli.config.SignalConfig;
import dev.keybearer.cli.config.TracesConfig;
import dev.keybearer.gateway.admin.Acts;
import dev.keybearer.gateway.meter.Meters;
import dev.keybearer.gateway.meter.Reading;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.place.Gazetteer;
import dev.keybearer.gateway.place.Place;
import dev.keybearer.gateway.record.SecurityEvents;
import dev.keybearer.gateway.record.SecurityListener;
import dev.keybearer.gateway.signal.ActSignals;
import dev.keybearer.gateway.signal.Endpoint;
import dev.keybearer.gateway.signal.EventType;
import dev.keybearer.gateway.signal.HookSecret;
import dev.keybearer.gateway.signal.SecuritySignals;
import dev.keybearer.gateway.signal.Signals;
import dev.keybearer.gateway.signal.TokenSignals;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.gateway.stage.Tracer;
import dev.keybearer.gateway.trace.Traces;
import dev.keybearer.token.Recorder;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a daemon tells others: who was refused and from where, and signals to webhooks. */
final class Tidings implements AutoCloseable {
  private final Parts parts;
  private final Signals signals;
  private final SecurityEvents security;
  private final @Nullable Traces traces;
  private volatile @Nullable Atlas atlas;

  private Tidings(Config config, Parts parts) throws IOException {
    this.parts = parts;
    this.signals = Signals.open(parts.time());
    this.security = security(config.log().security(), new SecuritySignals(signals));
    TracesConfig followed = config.traces();
    this.traces =
        followed == null
            ? null
            : Traces.to(followed.endpoint(), followed.sample().fraction(), parts.time());
  }

  /**
   * Opens what a config names.
   *
   * @throws WiringFailure when a secret cannot be used, with what to change
   */
  static Tidings open(Config config, Parts parts) throws IOException {
    Tidings made = new Tidings(config, parts);
    try {
      made.use(made.prepare(config));
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private SecurityEvents security(LogTarget target, SecurityListener listener) throws IOException {
    return switch (target) {
      case LogTarget.Stream.STDOUT ->
          SecurityEvents.to(
              Watch.standard(FileDescriptor.out), listener, this::place, parts.time());
      case LogTarget.Stream.STDERR ->
          SecurityEvents.to(
              Watch.standard(FileDescriptor.err), listener, this::place, parts.time());
      case LogTarget.Stream.OFF -> SecurityEvents.to(null, listener, this::place, parts.time());
      case LogTarget.File file ->
          SecurityEvents.open(file.path(), listener, this::place, parts.time());
    };
  }

  private Place place(Address address) {
    Atlas now = atlas;
    return now == null ? Place.UNKNOWN : now.places().of(address);
  }

  /** Makes of a config what can fail; nothing counts before it is used. */
  Next prepare(Config config) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (SignalConfig each : config.signals()) {
      endpoints.add(endpoint(each));
    }
    GeoConfig geo = config.geo();
    return new Next(List.copyOf(endpoints), geo == null ? null : geo.database());
  }

  private Endpoint endpoint(SignalConfig config) {
    try {
      List<HookSecret> secrets = new ArrayList<>();
      secrets.add(HookSecret.parse(parts.secrecy().source(config.secret()).read()));
      if (config.next() != null) {
        secrets.add(HookSecret.parse(parts.secrecy().source(config.next()).read()));
      }
      Path trust = config.trust();
      return new Endpoint(
          config.name(),
          config.url(),
          secrets,
          config.events(),
          config.allow().reach(),
          trust == null ? parts.tls().usual() : parts.tls().trusting(trust));
    } catch (IllegalArgumentException e) {
      throw new WiringFailure("cannot sign for " + config.name() + ": " + e.getMessage(), e);
    }
  }

  /** From now on this counts. Endpoints that keep their names keep what waits for them. */
  void use(Next next) {
    signals.use(next.endpoints);
    Atlas before = atlas;
    Path wanted = next.database;
    if (Objects.equals(before == null ? null : before.file, wanted)) {
      return;
    }
    atlas = wanted == null ? null : new Atlas(wanted, Gazetteer.watch(wanted));
    if (before != null) {
      before.places.close();
    }
  }

  /** Where whatever happens is offered. */
  Signals signals() {
    return signals;
  }

  /** Is told what happens to credentials and keys. */
  Recorder recorder() {
    return new TokenSignals(signals);
  }

  /** Are told how calls end. */
  List<CallRecorder> calls() {
    return traces == null ? List.of(security) : List.of(security, traces);
  }

  /** Follows calls to their upstreams, or null. */
  @Nullable Tracer tracer() {
    return traces;
  }

  /** Is told what operators do. */
  Acts acts() {
    return new ActSignals(signals, parts.time());
  }

  /** The config was read again; why one was refused stays in the ledger. */
  void reloaded(boolean used, List<String> changes) {
    EventType type = used ? EventType.CONFIG_CHANGED : EventType.CONFIG_REFUSED;
    signals.offer(
        type, parts.time().wall(), json -> json.texts("changes", used ? changes : List.of()));
  }

  /** Shows how it stands. */
  void show(Meters meters) {
    meters.watchSignals(signals::states);
    meters.watch(Reading.SECURITY_EVENTS_SHED, security::shed);
    meters.watch(Reading.SECURITY_LINES_LOST, security::lost);
    meters.watch(Reading.PLACES_READY, this::ready);
    meters.watch(Reading.PLACES_FAILED, this::misplaced);
  }

  private double ready() {
    Atlas now = atlas;
    if (now == null) {
      return Double.NaN;
    }
    return now.places.isReady() ? 1 : 0;
  }

  private double misplaced() {
    Atlas now = atlas;
    return now == null ? 0 : now.places.failures();
  }

  @Override
  public void close() {
    security.close();
    signals.close();
    if (traces != null) {
      traces.close();
    }
    Atlas now = atlas;
    if (now != null) {
      now.places.close();
    }
  }

  /** What a config says about it. */
  record Next(List<Endpoint> endpoints, @Nullable Path database) {}

  /** A database of places, and where it lies. */
  private record Atlas(Path file, Gazetteer places) {}
}
