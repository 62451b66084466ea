package dev.keybearer.simulator.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EphemeralTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Ephemeral<Integer> values = new Ephemeral<>();

  @Test
  void keepsTheFirstValueOfName() {
    assertThat(values.put("a", 1, NOW.plusSeconds(1), NOW)).isTrue();
    assertThat(values.put("a", 2, NOW.plusSeconds(1), NOW)).isFalse();
    assertThat(values.get("a")).isEqualTo(1);
  }

  @Test
  void keepsAsManyAsLiveAtOnceAndNotAllThereEverWere() {
    Instant now = NOW;
    for (int i = 0; i < 100_000; i++) {
      now = now.plusMillis(10);
      values.put("v" + i, i, now.plusSeconds(10), now);
    }

    assertThat(values.size()).isBetween(1000, 8 * 4096);
    assertThat(values.get("v99999")).isEqualTo(99_999);
    assertThat(values.get("v0")).isNull();
  }

  @Test
  void keepsExtendedValueBeyondItsFirstEnd() {
    values.put("kept", 1, NOW.plusSeconds(1), NOW);
    values.extend("kept", NOW.plus(Duration.ofDays(1)));
    values.extend("unknown", NOW);
    for (int i = 0; i < 10_000; i++) {
      values.put("v" + i, i, NOW.plusSeconds(9), NOW.plusSeconds(8));
    }

    assertThat(values.get("kept")).isEqualTo(1);
    assertThat(values.get("unknown")).isNull();
  }
}
