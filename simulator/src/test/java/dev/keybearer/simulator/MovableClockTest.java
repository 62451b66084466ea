package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovableClockTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private final MovableClock clock = new MovableClock();

  @Test
  void showsRealTimeAtFirst() {
    assertThat(clock.instant()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
    assertThat(clock.scale()).isEqualTo(1);
  }

  @Test
  void standsStillWhenFrozen() {
    clock.set(NEW_YEAR);
    clock.freeze();
    Instant frozen = clock.instant();

    assertThat(clock.instant()).isEqualTo(frozen);
  }

  @Test
  void jumpsByExactlyAsMuchAsToldBothWays() {
    clock.freeze();
    clock.set(NEW_YEAR);

    clock.advance(Duration.ofMinutes(5));
    assertThat(clock.instant()).isEqualTo(NEW_YEAR.plusSeconds(300));
    clock.advance(Duration.ofDays(-400));
    assertThat(clock.instant()).isEqualTo(NEW_YEAR.plusSeconds(300).minus(Duration.ofDays(400)));
  }

  @Test
  void runsAsManyTimesFasterAsScaled() {
    clock.scale(1_000_000);
    Instant from = clock.instant();
    long real = System.nanoTime();

    while (System.nanoTime() - real < 2_000_000) {
      Thread.onSpinWait();
    }

    assertThat(Duration.between(from, clock.instant())).isGreaterThan(Duration.ofSeconds(1999));
  }

  @Test
  void doesNotJumpWhenItsScaleChanges() {
    clock.set(NEW_YEAR);
    clock.scale(0);
    Instant before = clock.instant();

    clock.scale(0);

    assertThat(clock.instant()).isEqualTo(before);
  }

  @Test
  void countsWhatHasPassedAndNeverBack() {
    clock.freeze();
    long start = clock.elapsed();

    clock.advance(Duration.ofSeconds(5));
    assertThat(clock.elapsed() - start).isEqualTo(5_000_000_000L);
    clock.advance(Duration.ofDays(-1));
    clock.set(clock.instant().minusSeconds(1));
    assertThat(clock.elapsed() - start).isEqualTo(5_000_000_000L);
    clock.set(clock.instant().plusSeconds(1));
    assertThat(clock.elapsed() - start).isEqualTo(6_000_000_000L);
    clock.advance(Duration.ofDays(365_000));
    assertThat(clock.elapsed()).isGreaterThan(start);
  }

  @Test
  void tellsItsWatchersOfEveryChange() {
    List<Double> told = new ArrayList<>();
    clock.watch(() -> told.add(clock.scale()));

    clock.scale(2);
    clock.advance(Duration.ofSeconds(1));
    clock.set(NEW_YEAR);
    clock.freeze();

    assertThat(told).containsExactly(2.0, 2.0, 2.0, 0.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.001, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesScaleThatIsNoSpeed(double scale) {
    assertThatThrownBy(() -> clock.scale(scale)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsOnlyUtc() {
    assertThat(clock.withZone(ZoneId.of("Europe/Paris")).getZone()).isEqualTo(clock.getZone());
  }
}
