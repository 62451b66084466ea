package dev.keybearer.token.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R5, F4: a breaker that half-opens for one probe. */
class BreakerTest {
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();
  private static final long MILLI = 1_000_000;

  private final Breaker breaker = new Breaker(() -> 1);

  @Test
  void opensAtTheFifthFailureInARowAndNotAtTheFourth() {
    fail(Breaker.FAILURES_TO_OPEN - 1);
    assertThat(breaker.earliest(START)).isEqualTo(START);

    fail(1);
    assertThat(breaker.earliest(START)).isEqualTo(START + 200 * MILLI);
  }

  @Test
  void oneAnswerInBetweenBeginsTheCountAnew() {
    fail(Breaker.FAILURES_TO_OPEN - 1);
    breaker.succeeded();
    fail(Breaker.FAILURES_TO_OPEN - 1);

    assertThat(breaker.earliest(START)).isEqualTo(START);
  }

  @Test
  void theProbeMayGoAtItsMomentAndNotBefore() {
    fail(Breaker.FAILURES_TO_OPEN);
    long probe = START + 200 * MILLI;

    assertThat(breaker.earliest(probe - 1)).isEqualTo(probe);
    assertThat(breaker.earliest(probe)).isEqualTo(probe);
    assertThat(breaker.earliest(probe + 7)).isEqualTo(probe + 7);
  }

  @Test
  void whileAProbeIsOutTheOthersLookAgainAndDoNotGo() {
    fail(Breaker.FAILURES_TO_OPEN);
    long went = START + 200 * MILLI;
    breaker.going(went);

    assertThat(breaker.earliest(went)).isEqualTo(went + Breaker.LOOK_AGAIN);
    long last = went + Breaker.PROBE_PATIENCE - 1;
    assertThat(breaker.earliest(last)).isEqualTo(went + Breaker.PROBE_PATIENCE);
  }

  @Test
  void aProbeThatNeverReturnsMakesWayAfterAWhile() {
    fail(Breaker.FAILURES_TO_OPEN);
    long went = START + 200 * MILLI;
    breaker.going(went);

    long next = went + Breaker.PROBE_PATIENCE;
    assertThat(breaker.earliest(next)).isEqualTo(next);
    breaker.going(next);
    assertThat(breaker.earliest(next)).isGreaterThan(next);
  }

  @Test
  void aProbeThatReturnsAfterItsSuccessorWentMovesNothing() {
    fail(Breaker.FAILURES_TO_OPEN);
    long first = START + 200 * MILLI;
    long second = first + Breaker.PROBE_PATIENCE;
    breaker.going(first);
    breaker.going(second);

    breaker.failed(first, second + MILLI);

    assertThat(breaker.earliest(second + MILLI)).isGreaterThan(second + MILLI);
  }

  @Test
  void eachFailedProbeMakesTheNextWaitLonger() {
    fail(Breaker.FAILURES_TO_OPEN);
    List<Long> pauses = new ArrayList<>();
    long now = START;
    for (int i = 0; i < 6; i++) {
      pauses.add((breaker.earliest(now) - now) / MILLI);
      now = breaker.earliest(now);
      breaker.going(now);
      breaker.failed(now, now);
    }

    assertThat(pauses).containsExactly(200L, 400L, 800L, 1600L, 3000L, 3000L);
  }

  @Test
  void failuresOfWhatWentBeforeItOpenedNeitherLengthenThePauseNorLetASecondProbeGo() {
    fail(Breaker.FAILURES_TO_OPEN);
    long went = START + 200 * MILLI;
    breaker.going(went);

    for (int i = 0; i < 45; i++) {
      breaker.failed(START + i, went + MILLI);
    }
    assertThat(breaker.earliest(went + MILLI)).isGreaterThan(went + MILLI);

    breaker.failed(went, went + 2 * MILLI);
    assertThat(breaker.earliest(went + 2 * MILLI)).isEqualTo(went + 402 * MILLI);
  }

  @Test
  void oneSuccessfulProbeClosesItAndForgetsThePauses() {
    fail(Breaker.FAILURES_TO_OPEN);
    breaker.going(START + 200 * MILLI);
    breaker.succeeded();
    assertThat(breaker.earliest(START + 201 * MILLI)).isEqualTo(START + 201 * MILLI);

    fail(Breaker.FAILURES_TO_OPEN);
    assertThat(breaker.earliest(START)).isEqualTo(START + 200 * MILLI);
  }

  @Test
  void aProbeThatNeverReachedTheIssuerMakesWayAtOnceAndProvesNothing() {
    fail(Breaker.FAILURES_TO_OPEN);
    long went = START + 200 * MILLI;
    breaker.going(went);

    breaker.withdrawn(went);

    assertThat(breaker.earliest(went + 1)).isEqualTo(went + 1);
    breaker.going(went + 1);
    assertThat(breaker.earliest(went + 1)).isGreaterThan(went + 1);
  }

  @Test
  void someoneElsesWithdrawalDoesNotEndTheProbe() {
    fail(Breaker.FAILURES_TO_OPEN);
    long went = START + 200 * MILLI;
    breaker.going(went);

    breaker.withdrawn(START);

    assertThat(breaker.earliest(went + 1)).isGreaterThan(went + 1);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(START, START);
    }
  }
}
