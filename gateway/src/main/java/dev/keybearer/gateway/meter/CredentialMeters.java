package dev.keybearer.gateway.meter;

import dev.keybearer.gateway.health.CredentialState;
import dev.keybearer.token.Event;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts what happens to credentials, and shows how it stands with them. */
final class CredentialMeters implements Recorder {
  private static final String SUCCEEDED = "succeeded";
  private static final String FAILED = "failed";

  private final MeterRegistry registry;
  private final TimeSource time;
  private final MultiGauge remaining;
  private final MultiGauge usable;
  private volatile Supplier<List<CredentialState>> states = List::of;

  CredentialMeters(MeterRegistry registry, TimeSource time) {
    this.registry = registry;
    this.time = time;
    this.remaining =
        MultiGauge.builder("keybearer.token.remaining")
            .description("How long the token lives on")
            .baseUnit("seconds")
            .register(registry);
    this.usable =
        MultiGauge.builder("keybearer.token.usable")
            .description("1 when whoever asks is given a token, else 0")
            .register(registry);
    lost(0);
  }

  @Override
  public void record(Event event) {
    switch (event) {
      case Event.TokenRenewed renewed -> renewals(renewed.subject(), SUCCEEDED).increment();
      case Event.RenewalFailed failed -> renewals(failed.subject(), FAILED).increment();
      case Event.RateLimited limited -> rateLimited(limited.subject()).increment();
      case Event.SecretRotated rotated -> rotations(rotated.subject(), SUCCEEDED).increment();
      case Event.SecretRotationFailed failed -> rotations(failed.subject(), FAILED).increment();
      case Event.EventsLost lost -> lost(lost.count());
      case Event.RenewalOverdue _,
          Event.TokenRejected _,
          Event.TokenRevoked _,
          Event.TokenTurnedInactive _,
          Event.KeysChanged _,
          Event.KeysOverdue _,
          Event.LoginNeeded _,
          Event.OddAnswer _,
          Event.StoreFailed _,
          Event.ClockMoved _,
          Event.ClockSkewed _ -> {}
    }
  }

  void watch(Supplier<List<CredentialState>> now) {
    states = now;
  }

  /** Brings up to date what is not counted; a counter that never counted shows its zero. */
  void update() {
    List<MultiGauge.Row<?>> lives = new ArrayList<>();
    List<MultiGauge.Row<?>> uses = new ArrayList<>();
    Instant now = time.wall();
    for (CredentialState state : states.get()) {
      Tags tags = Tags.of("credential", state.name());
      uses.add(MultiGauge.Row.of(tags, state.usable() ? 1 : 0));
      if (state.endsAt() != null) {
        double seconds = Duration.between(now, state.endsAt()).toMillis() / 1_000.0;
        lives.add(MultiGauge.Row.of(tags, Math.max(0, seconds)));
      }
      makeCounters(state.name());
    }
    remaining.register(lives, true);
    usable.register(uses, true);
  }

  private void makeCounters(String credential) {
    for (String outcome : List.of(SUCCEEDED, FAILED)) {
      renewals(credential, outcome).increment(0);
      rotations(credential, outcome).increment(0);
    }
    rateLimited(credential).increment(0);
  }

  private Counter renewals(String credential, String outcome) {
    return Counter.builder("keybearer.renewals")
        .description("Attempts to renew a token")
        .tags("credential", credential, "outcome", outcome)
        .register(registry);
  }

  private Counter rateLimited(String credential) {
    return Counter.builder("keybearer.rate.limited")
        .description("Times that the issuer asked for fewer requests")
        .tag("credential", credential)
        .register(registry);
  }

  private Counter rotations(String credential, String outcome) {
    return Counter.builder("keybearer.secret.rotations")
        .description("Changes to the other of two secrets")
        .tags("credential", credential, "outcome", outcome)
        .register(registry);
  }

  private void lost(long count) {
    Counter.builder("keybearer.events.lost")
        .description("Events that came faster than they were recorded")
        .register(registry)
        .increment((double) count);
  }
}
