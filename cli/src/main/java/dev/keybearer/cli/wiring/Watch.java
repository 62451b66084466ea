package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.LogConfig;
import dev.keybearer.cli.config.LogTarget;
import dev.keybearer.gateway.admin.Acts;
import dev.keybearer.gateway.admin.CredentialView;
import dev.keybearer.gateway.health.CredentialState;
import dev.keybearer.gateway.health.Health;
import dev.keybearer.gateway.health.Sources;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.gateway.health.Tally;
import dev.keybearer.gateway.health.Thresholds;
import dev.keybearer.gateway.meter.Meters;
import dev.keybearer.gateway.meter.Reading;
import dev.keybearer.gateway.record.AccessLog;
import dev.keybearer.gateway.record.CallsToAll;
import dev.keybearer.gateway.record.EndedTunnels;
import dev.keybearer.gateway.record.Entry;
import dev.keybearer.gateway.record.Events;
import dev.keybearer.gateway.record.EventsToAll;
import dev.keybearer.gateway.record.JsonLinesLedger;
import dev.keybearer.gateway.record.Ledger;
import dev.keybearer.gateway.record.Refusals;
import dev.keybearer.gateway.revocation.RevocationDesk;
import dev.keybearer.gateway.sidecar.TokenFiles;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.gateway.stage.Pipeline;
import dev.keybearer.gateway.stage.Waiting;
import dev.keybearer.gateway.wire.Counts;
import dev.keybearer.gateway.wire.Wire;
import dev.keybearer.stream.StreamRecorder;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.renewal.SourceState;
import dev.keybearer.token.verification.KeyringState;
import dev.keybearer.token.verification.Verifiers;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that watches a daemon: what it writes down, counts and tells of itself. */
final class Watch implements AutoCloseable {
  private static final String CHANGED = "CONFIG_CHANGED";

  private final Ledger ledger;
  private final @Nullable AccessLog access;
  private final Meters meters;
  private final TokenFileNotes files;
  private final Health health;
  private final Recorder recorder;
  private final CallRecorder calls;
  private final TimeSource time;
  private final Tidings tidings;
  private volatile Supplier<List<CredentialState>> credentials = List::of;
  private volatile Supplier<List<StreamState>> streams = List::of;
  private volatile Supplier<List<KeyringState>> keyrings = List::of;
  private volatile Supplier<Set<String>> attached = Set::of;

  private Watch(Ledger ledger, @Nullable AccessLog access, Tidings tidings, TimeSource time) {
    this.ledger = ledger;
    this.access = access;
    this.time = time;
    this.tidings = tidings;
    this.meters = Meters.open(time);
    tidings.show(meters);
    this.files = new TokenFileNotes(ledger, time);
    meters.watch(Reading.TOKEN_FILE_FAILURES, files::failures);
    this.health =
        new Health(
            new Sources(
                () -> credentials.get(),
                () -> attached.get(),
                () -> keyrings.get(),
                () -> streams.get()),
            Thresholds.STANDARD,
            time);
    this.recorder =
        new EventsToAll(List.of(new Events(ledger), meters.events(), health, tidings.recorder()));
    List<CallRecorder> all =
        new ArrayList<>(
            List.of(
                meters.calls(),
                health,
                new Refusals(ledger, time),
                new EndedTunnels(ledger, time)));
    all.addAll(tidings.calls());
    if (access != null) {
      all.add(access);
    }
    this.calls = new CallsToAll(all);
  }

  /** Opens what a config names. */
  static Watch open(LogConfig config, Tidings tidings, TimeSource time) throws IOException {
    return new Watch(ledger(config.entries(), time), access(config.access(), time), tidings, time);
  }

  private static Ledger ledger(LogTarget target, TimeSource time) throws IOException {
    return switch (target) {
      case LogTarget.Stream.STDOUT -> JsonLinesLedger.to(standard(FileDescriptor.out), time);
      case LogTarget.Stream.STDERR -> JsonLinesLedger.to(standard(FileDescriptor.err), time);
      case LogTarget.Stream.OFF -> Ledger.none();
      case LogTarget.File file -> JsonLinesLedger.open(file.path(), time);
    };
  }

  private static @Nullable AccessLog access(LogTarget target, TimeSource time) throws IOException {
    return switch (target) {
      case LogTarget.Stream.STDOUT -> AccessLog.to(standard(FileDescriptor.out), time);
      case LogTarget.Stream.STDERR -> AccessLog.to(standard(FileDescriptor.err), time);
      case LogTarget.Stream.OFF -> null;
      case LogTarget.File file -> AccessLog.open(file.path(), time);
    };
  }

  /** A stream of the process, which goes on when the log ends: others speak there too. */
  static OutputStream standard(FileDescriptor descriptor) {
    return new FileOutputStream(descriptor) {
      @Override
      public void close() {}
    };
  }

  /** Is told what happens to credentials and keys. */
  Recorder recorder() {
    return recorder;
  }

  /** Is told how tokens are written to files. */
  TokenFiles.Told files() {
    return files;
  }

  /** Is told what happens to streams. */
  StreamRecorder streams() {
    return new StreamNotes(ledger, meters, tidings.signals());
  }

  /** Watches these streams from now on. */
  void streams(Supplier<List<StreamState>> now) {
    streams = now;
    meters.watchStreams(now);
  }

  /** Watches calls. */
  Pipeline.Observers calls() {
    return new Pipeline.Observers(calls, tidings.tracer());
  }

  /** Writes down that the config was read again. */
  void reloaded(List<String> changes) {
    reloaded(CHANGED, changes);
  }

  /** Writes down why it was not. */
  void refused(String why) {
    reloaded("CONFIG_REFUSED", List.of(why));
  }

  private void reloaded(String event, List<String> words) {
    ledger.append(new Entry(time.wall(), event, null, Map.of("changes", words)));
    tidings.reloaded(event.equals(CHANGED), words);
  }

  /** Is told what operators do. */
  Acts acts() {
    Acts others = tidings.acts();
    return new Acts() {
      @Override
      public void asked(Act act) {
        append(act, "asked", "");
      }

      @Override
      public void ended(Act act, Ending ending) {
        append(act, ending.kind().name().toLowerCase(Locale.ROOT), ending.words());
        others.ended(act, ending);
      }

      @Override
      public void denied(Act act) {
        append(act, "denied", "");
        others.denied(act);
      }
    };
  }

  private void append(Acts.Act act, String outcome, String words) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("call", act.call());
    details.put("actor", act.actor());
    details.put("ip", act.from());
    details.put("target", act.target());
    details.put("outcome", outcome);
    if (!words.isEmpty()) {
      details.put("words", words);
    }
    ledger.append(new Entry(time.wall(), act.action().name(), null, details));
  }

  /** How everything stands, as JSON. */
  String health() {
    return health.json();
  }

  /** What is missing for calls to be served. */
  List<String> missing() {
    return health.missing();
  }

  /** All metrics, as Prometheus reads them. */
  String metrics() {
    return meters.scrape();
  }

  /**
   * Watches these from now on.
   *
   * @param needed the credentials that calls need at the moment
   */
  void credentials(Custody custody, Verifiers verifiers, Supplier<Set<String>> needed) {
    credentials = () -> states(custody);
    keyrings = verifiers::keyrings;
    attached = needed;
    meters.watchCredentials(credentials);
  }

  /** Watches what is open at the moment. */
  void connections(Wire wire, Waiting waiting) {
    Counts counts = wire.counts();
    meters.watch(Reading.WAITING_CALLS, waiting::present);
    meters.watch(Reading.CLIENT_CONNECTIONS, counts::clients);
    meters.watch(Reading.UPSTREAM_CONNECTIONS, counts::upstreams);
    meters.watch(Reading.IDLE_CONNECTIONS, counts::idle);
    meters.watch(Reading.TUNNELS, counts::tunnels);
    meters.watch(Reading.TURNED_AWAY, counts::turnedAway);
    meters.watch(Reading.HANDSHAKES_FAILED, counts::handshakesFailed);
    meters.watch(Reading.ENTRIES_LOST, ledger::lost);
    if (access != null) {
      meters.watch(Reading.LINES_LOST, access::lost);
    }
  }

  /** Watches early ends. */
  void revocations(RevocationDesk desk) {
    meters.watch(Reading.REVOCATIONS, () -> desk.state().targets());
    meters.watch(Reading.REVOCATION_LAG, () -> desk.state().lag().worst().toNanos() / 1e9);
  }

  private static List<CredentialState> states(Custody custody) {
    List<CredentialState> states = new ArrayList<>();
    for (SourceState state : custody.sources().states()) {
      boolean needed = state.token() != null || state.summary().totalRequests() > 0;
      states.add(new CredentialState(state.credential(), needed, state.usable(), state.endsAt()));
    }
    return states;
  }

  /** How often what happened to a credential. */
  CredentialView.Counts counts(String credential) {
    Tally tally = health.tally(credential);
    return new CredentialView.Counts(
        tally.refreshes(), tally.failures(), tally.rateLimited(), tally.rotations());
  }

  @Override
  public void close() {
    if (access != null) {
      access.close();
    }
    meters.close();
    ledger.close();
  }
}
