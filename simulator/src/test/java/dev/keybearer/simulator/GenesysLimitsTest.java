package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GenesysLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void letsExactlyTheBurstThroughHoweverManyAskAtOnce() throws Exception {
    MintThrottle throttle = new MintThrottle();
    GenesysQuirks quirks = new GenesysQuirks().mintLimit(10, Duration.ofSeconds(1));

    List<Boolean> answers = atOnce(200, () -> throttle.allows("c", quirks, NOW));

    assertThat(answers.stream().filter(Boolean::booleanValue)).hasSize(10);
  }

  @Test
  void restoresTheWholeBurstAfterAsManyIntervals() {
    MintThrottle throttle = new MintThrottle();
    GenesysQuirks quirks = new GenesysQuirks().mintLimit(3, Duration.ofSeconds(1));
    for (int i = 0; i < 4; i++) {
      throttle.allows("c", quirks, NOW);
    }

    List<Boolean> later = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      later.add(throttle.allows("c", quirks, NOW.plusSeconds(3)));
    }

    assertThat(later).containsExactly(true, true, true, false);
  }

  @Test
  void countsEachOfManyRequestsAtOnce() throws Exception {
    RateGauge gauge = new RateGauge();

    List<RateGauge.Reading> readings = atOnce(301, () -> gauge.count(NOW, 300));

    assertThat(readings.stream().filter(RateGauge.Reading::isExceeded)).hasSize(1);
    assertThat(gauge.count(NOW.plusSeconds(60), 300)).isEqualTo(new RateGauge.Reading(1, 300, 60));
  }

  private static <T> List<T> atOnce(int times, Callable<T> act) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : pool.invokeAll(java.util.Collections.nCopies(times, act))) {
        results.add(each.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
