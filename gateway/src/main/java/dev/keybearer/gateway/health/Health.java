package dev.keybearer.gateway.health;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.Event;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.KeyringState;
import dev.keybearer.token.verification.KeyringState.Freshness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the gateway. It is degraded while a credential that anybody asked for has no
 * usable token, while the keys of an issuer cannot be had, while a stream does not listen, or while
 * more goes wrong than is normal; and healthy again by itself once none of that is so. Safe for use
 * by many threads; a call that is refused takes no lock.
 */
public final class Health implements Recorder, CallRecorder {
  private final Sources sources;
  private final Watch watch;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  /** Health of a gateway to which nothing happened yet. */
  public Health(Sources sources, Thresholds thresholds, TimeSource time) {
    this.sources = sources;
    this.watch = new Watch(thresholds, time);
  }

  @Override
  public void record(Event event) {
    Tally more = more(event);
    if (more != null) {
      tallies.merge(event.subject(), more, Tally::plus);
    }
    if (event instanceof Event.RenewalFailed) {
      watch.failed();
    }
  }

  private static @Nullable Tally more(Event event) {
    return switch (event) {
      case Event.TokenRenewed renewed -> Tally.refreshed(renewed.at());
      case Event.RenewalFailed _ -> Tally.failed();
      case Event.RateLimited _ -> Tally.limited();
      case Event.SecretRotated _ -> Tally.rotated();
      case Event.RenewalOverdue _,
          Event.TokenRejected _,
          Event.TokenRevoked _,
          Event.TokenTurnedInactive _,
          Event.KeysChanged _,
          Event.KeysOverdue _,
          Event.SecretRotationFailed _,
          Event.LoginNeeded _,
          Event.OddAnswer _,
          Event.StoreFailed _,
          Event.ClockMoved _,
          Event.ClockSkewed _,
          Event.EventsLost _ ->
          null;
    };
  }

  @Override
  public void ended(Call call, Ending ending) {
    Refusal refusal = call.refusal();
    if (refusal != null && refusal.ground().isOfCredentials()) {
      watch.refused();
    }
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {}

  /** How it stands at this moment, as a JSON object. */
  public String json() {
    return ReportText.of(report());
  }

  private Report report() {
    List<Report.Patient> patients =
        sources.credentials().get().stream()
            .map(state -> new Report.Patient(state, tally(state.name())))
            .toList();
    boolean judging =
        sources.keyrings().get().stream()
            .noneMatch(keyring -> keyring.freshness() == Freshness.FAILING);
    Tally total = tallies.values().stream().reduce(Tally.NONE, Tally::plus);
    return new Report(judging, total, patients, sources.streams().get(), watch.anomaly());
  }

  /** What happened to a credential so far. */
  public Tally tally(String credential) {
    return tallies.getOrDefault(credential, Tally.NONE);
  }

  /** Whether a token can be served and a token can be judged at this moment. */
  public boolean isReady() {
    return missing().isEmpty();
  }

  /** What it lacks to be ready, in words; empty when it is. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    Map<String, CredentialState> states =
        sources.credentials().get().stream()
            .collect(Collectors.toMap(CredentialState::name, Function.identity()));
    for (String attached : sources.attached().get()) {
      CredentialState state = states.get(attached);
      if (state == null || !state.usable()) {
        missing.add("credential " + attached + " has no usable token");
      }
    }
    for (KeyringState keyring : sources.keyrings().get()) {
      if (keyring.freshness() == Freshness.FAILING) {
        missing.add("there are no keys of issuer " + keyring.issuer() + why(keyring.trouble()));
      }
    }
    return missing;
  }

  private static String why(@Nullable String trouble) {
    return trouble == null ? "" : ": " + trouble;
  }
}
