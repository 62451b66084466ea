package dev.keybearer.gateway.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.signal.EndpointState;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What metrics say of those who are sent signals. */
class SignalMetersTest {
  private static final EndpointState HOOK = new EndpointState("hook", 5, 4, 3, 2, 1, true);

  @Test
  void showsEachEndpointUnderItsName() {
    try (Meters meters = Meters.open(FakeTime.standing())) {
      meters.watchSignals(() -> List.of(HOOK, new EndpointState("other", 0, 0, 0, 0, 0, false)));

      assertThat(meters.scrape())
          .contains(
              "keybearer_signals_delivered_total{endpoint=\"hook\"} 5.0",
              "keybearer_signals_failed_total{endpoint=\"hook\"} 4.0",
              "keybearer_signals_dropped_total{endpoint=\"hook\"} 3.0",
              "keybearer_signals_shed_total{endpoint=\"hook\"} 2.0",
              "keybearer_signals_waiting{endpoint=\"hook\"} 1.0",
              "keybearer_signals_disabled{endpoint=\"hook\"} 1.0",
              "keybearer_signals_delivered_total{endpoint=\"other\"} 0.0");
    }
  }

  /** Counters never go back; what is gone waits for nothing. */
  @Test
  void keepsTheCountsOfAnEndpointThatIsGone() {
    AtomicReference<List<EndpointState>> states = new AtomicReference<>(List.of(HOOK));
    try (Meters meters = Meters.open(FakeTime.standing())) {
      meters.watchSignals(states::get);
      meters.scrape();
      states.set(List.of());

      assertThat(meters.scrape())
          .contains("keybearer_signals_delivered_total{endpoint=\"hook\"} 5.0")
          .doesNotContain("keybearer_signals_waiting{");
    }
  }
}
