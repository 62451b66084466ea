package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

/** How soon a stream tries again, and how many streams do at once. */
class PaceTest {
  private static final long MILLI = 1_000_000;
  private static final long MINUTE = 60_000 * MILLI;

  @Test
  void triesAgainAtRandomUpToABoundThatDoublesToAMinute() {
    Retry longest = new Retry(() -> 1.0);
    long[] bounds = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
    for (long bound : bounds) {
      assertThat(longest.failed()).isEqualTo(bound * MILLI);
    }
    longest.well(0);
    longest.well(MINUTE);
    assertThat(longest.failed()).isEqualTo(500 * MILLI);
    assertThat(new Retry(() -> 0.0).failed()).isZero();
  }

  @Test
  void forgivesAfterAMinuteWithoutALossAndNotAnInstantSooner() {
    Retry retry = new Retry(() -> 1.0);
    retry.failed();
    retry.well(0);
    retry.well(MINUTE - 1);
    assertThat(retry.failed()).isEqualTo(1_000 * MILLI);
    retry.well(2 * MINUTE);
    retry.well(3 * MINUTE);
    assertThat(retry.failed()).isEqualTo(500 * MILLI);
  }

  @Test
  void doesNotForgiveForTheTimeItTookToComeBack() {
    Retry retry = new Retry(() -> 1.0);
    retry.failed();
    retry.well(10 * MINUTE);
    assertThat(retry.failed()).isEqualTo(1_000 * MILLI);
  }

  @Test
  void neverOverflowsHoweverOftenItFails() {
    Retry retry = new Retry(() -> 1.0);
    for (int i = 0; i < 200; i++) {
      assertThat(retry.failed()).isBetween(0L, 60_000 * MILLI);
    }
  }

  @Test
  void letsSomeHandshakesBeginAtOnceAndTheOthersOneByOne() {
    StandingTime time = new StandingTime();
    HandshakeBudget budget = new HandshakeBudget(time, 3, Duration.ofMillis(200));
    assertThat(budget.take()).isZero();
    assertThat(budget.take()).isZero();
    assertThat(budget.take()).isZero();
    assertThat(budget.take()).isEqualTo(200 * MILLI);
    assertThat(budget.take()).isEqualTo(400 * MILLI);
    time.nanos = Duration.ofSeconds(60).toNanos();
    for (int i = 0; i < 3; i++) {
      assertThat(budget.take()).isEqualTo(time.nanos);
    }
    assertThat(budget.take()).isEqualTo(time.nanos + 200 * MILLI);
  }

  /** A time that a test sets. */
  private static final class StandingTime implements TimeSource {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public boolean await(Condition condition, long until) {
      throw new UnsupportedOperationException("nobody waits here");
    }
  }
}
