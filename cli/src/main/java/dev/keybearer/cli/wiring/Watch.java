package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.LogConfig;
import dev.keybearer.cli.config.LogTarget;
import dev.keybearer.gateway.admin.Acts;
import dev.keybearer.gateway.health.CredentialState;
import dev.keybearer.gateway.meter.Meters;
import dev.keybearer.gateway.meter.Reading;
import dev.keybearer.gateway.record.AccessLog;
import dev.keybearer.gateway.record.CallsToAll;
import dev.keybearer.gateway.record.Entry;
import dev.keybearer.gateway.record.Events;
import dev.keybearer.gateway.record.EventsToAll;
import dev.keybearer.gateway.record.JsonLinesLedger;
import dev.keybearer.gateway.record.Ledger;
import dev.keybearer.gateway.record.Refusals;
import dev.keybearer.gateway.revocation.RevocationDesk;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.gateway.stage.Waiting;
import dev.keybearer.gateway.wire.Counts;
import dev.keybearer.gateway.wire.Wire;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.renewal.SourceState;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that watches a daemon: what it writes down, counts and tells of itself. */
final class Watch implements AutoCloseable {
  private final Ledger ledger;
  private final @Nullable AccessLog access;
  private final Meters meters;
  private final Recorder recorder;
  private final CallRecorder calls;
  private final TimeSource time;

  private Watch(Ledger ledger, @Nullable AccessLog access, TimeSource time) {
    this.ledger = ledger;
    this.access = access;
    this.time = time;
    this.meters = Meters.open(time);
    this.recorder = new EventsToAll(List.of(new Events(ledger), meters.events()));
    List<CallRecorder> all = new ArrayList<>(List.of(meters.calls(), new Refusals(ledger, time)));
    if (access != null) {
      all.add(access);
    }
    this.calls = new CallsToAll(all);
  }

  /** Opens what a config names. */
  static Watch open(LogConfig config, TimeSource time) throws IOException {
    return new Watch(ledger(config.entries(), time), access(config.access(), time), time);
  }

  private static Ledger ledger(LogTarget target, TimeSource time) throws IOException {
    return switch (target) {
      case LogTarget.Stream.STDOUT ->
          JsonLinesLedger.to(new FileOutputStream(FileDescriptor.out), time);
      case LogTarget.Stream.STDERR ->
          JsonLinesLedger.to(new FileOutputStream(FileDescriptor.err), time);
      case LogTarget.Stream.OFF -> Ledger.none();
      case LogTarget.File file -> JsonLinesLedger.open(file.path(), time);
    };
  }

  private static @Nullable AccessLog access(LogTarget target, TimeSource time) throws IOException {
    return switch (target) {
      case LogTarget.Stream.STDOUT -> AccessLog.to(new FileOutputStream(FileDescriptor.out), time);
      case LogTarget.Stream.STDERR -> AccessLog.to(new FileOutputStream(FileDescriptor.err), time);
      case LogTarget.Stream.OFF -> null;
      case LogTarget.File file -> AccessLog.open(file.path(), time);
    };
  }

  /** Is told what happens to credentials and keys. */
  Recorder recorder() {
    return recorder;
  }

  /** Is told how calls end. */
  CallRecorder calls() {
    return calls;
  }

  /** Writes down that the config was read again, or why it was not. */
  void reloaded(String event, List<String> words) {
    ledger.append(new Entry(time.wall(), event, null, Map.of("changes", words)));
  }

  /** Is told what operators do. */
  Acts acts() {
    return new Acts() {
      @Override
      public void asked(Act act) {
        append(act, "asked", "");
      }

      @Override
      public void ended(Act act, Ending ending) {
        append(act, ending.kind().name().toLowerCase(Locale.ROOT), ending.words());
      }

      @Override
      public void denied(Act act) {
        append(act, "denied", "");
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

  String health() {
    return "{}";
  }

  List<String> missing() {
    return List.of();
  }

  String metrics() {
    return meters.scrape();
  }

  /** Shows what others count. */
  void observe(Custody custody, RevocationDesk revocations, Wire wire, Waiting waiting) {
    Counts counts = wire.counts();
    meters.watch(Reading.WAITING_CALLS, waiting::present);
    meters.watch(Reading.CLIENT_CONNECTIONS, counts::clients);
    meters.watch(Reading.UPSTREAM_CONNECTIONS, counts::upstreams);
    meters.watch(Reading.IDLE_CONNECTIONS, counts::idle);
    meters.watch(Reading.TURNED_AWAY, counts::turnedAway);
    meters.watch(Reading.REVOCATIONS, () -> revocations.state().targets());
    meters.watch(Reading.REVOCATION_LAG, () -> revocations.state().lag().worst().toNanos() / 1e9);
    meters.watchCredentials(() -> states(custody));
  }

  private static List<CredentialState> states(Custody custody) {
    List<CredentialState> states = new ArrayList<>();
    for (SourceState state : custody.sources().states()) {
      boolean needed = state.token() != null || state.summary().totalRequests() > 0;
      states.add(new CredentialState(state.credential(), needed, state.usable(), state.endsAt()));
    }
    return states;
  }

  dev.keybearer.gateway.admin.CredentialView.Counts counts(String credential) {
    return new dev.keybearer.gateway.admin.CredentialView.Counts(0, 0, 0, 0);
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
