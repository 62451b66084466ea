package dev.keybearer.token.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.budget.Backoff.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R5: capped exponential backoff with full jitter, and a floor where patience was asked for. */
class BackoffTest {
  private static final List<Pace> PACES =
      List.of(Backoff.TRANSPORT, Backoff.UNAVAILABLE, Backoff.THROTTLED, Backoff.REFUSED);

  @Test
  void doublesFromTheFirstStepToTheCap() {
    assertThat(millis(new Backoff(() -> 1), Backoff.TRANSPORT, 10))
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 30000L, 30000L);
  }

  @Test
  void fullJitterMayComeOutAtNothingWithoutAFloor() {
    assertThat(millis(new Backoff(() -> 0), Backoff.TRANSPORT, 12)).containsOnly(0L);
  }

  @Test
  void theFloorIsCertainAtEveryStep() {
    assertThat(millis(new Backoff(() -> 0), Backoff.THROTTLED, 8))
        .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L);
    assertThat(millis(new Backoff(() -> 0), Backoff.UNAVAILABLE, 3))
        .containsExactly(100L, 200L, 400L);
  }

  @Test
  void staysBetweenFloorAndCapWhateverIsDrawn() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 200; run++) {
      Pace pace = PACES.get(run % PACES.size());
      Backoff backoff = new Backoff(random::nextDouble);
      for (int failure = 0; failure < 40; failure++) {
        double grown = pace.first().toNanos() * Math.pow(2, failure);
        double step = Math.min(grown, (double) pace.cap().toNanos());
        assertThat(backoff.failed(pace) * 1.0).isBetween(step * pace.floor() - 1, step);
      }
    }
  }

  /** The overflow after 58 failures of a well-known SDK: it never tried again. */
  @Test
  void tenThousandFailuresDoNotOverflow() {
    for (Pace pace : PACES) {
      Backoff backoff = new Backoff(() -> 1);
      long former = 0;
      for (int failure = 0; failure < 10_000; failure++) {
        long pause = backoff.failed(pace);
        assertThat(pause).isBetween(Math.max(1, former), pace.cap().toNanos());
        former = pause;
      }
      assertThat(former).isEqualTo(pace.cap().toNanos());
    }
  }

  @Test
  void theSmallestStepReachesTheLargestCap() {
    Pace wide = new Pace(Duration.ofNanos(1), Duration.ofDays(100_000), 0);
    Backoff backoff = new Backoff(() -> 1);
    for (int failure = 0; failure < 70; failure++) {
      backoff.failed(wide);
    }

    assertThat(backoff.failed(wide)).isEqualTo(Duration.ofDays(100_000).toNanos());
  }

  @Test
  void successBeginsAnew() {
    Backoff backoff = new Backoff(() -> 1);
    millis(backoff, Backoff.TRANSPORT, 5);

    backoff.succeeded();

    assertThat(millis(backoff, Backoff.TRANSPORT, 2)).containsExactly(200L, 400L);
  }

  @Test
  void aChangeOfPaceKeepsTheCount() {
    Backoff backoff = new Backoff(() -> 1);
    millis(backoff, Backoff.TRANSPORT, 2);

    assertThat(millis(backoff, Backoff.THROTTLED, 1)).containsExactly(8000L);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 0",
    "-1, 1000, 0",
    "1001, 1000, 0",
    "1, 1000, -0.001",
    "1, 1000, 1.001",
    "1, 1000, NaN"
  })
  void refusesAPaceThatDoesNotGrowOrHasNoShareForAFloor(long first, long cap, double floor) {
    assertThatThrownBy(() -> new Pace(Duration.ofMillis(first), Duration.ofMillis(cap), floor))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void acceptsAPaceAtItsBounds() {
    Pace constant = new Pace(Duration.ofMillis(1), Duration.ofMillis(1), 1);

    assertThat(millis(new Backoff(() -> 0), constant, 3)).containsExactly(1L, 1L, 1L);
  }

  private static List<Long> millis(Backoff backoff, Pace pace, int failures) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      pauses.add(backoff.failed(pace) / 1_000_000);
    }
    return pauses;
  }
}
