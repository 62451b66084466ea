package dev.keybearer.token.turnstile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a call is over. */
class DeadlineTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeTime time = new FakeTime(Instant.EPOCH);

  @Test
  void isOverFromTheInstantItsLimitHasPassed() {
    Deadline deadline = Deadline.stated(MINUTE, time);

    time.advance(MINUTE.minusNanos(1));
    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.left()).isEqualTo(Duration.ofNanos(1));
    time.advance(Duration.ofNanos(1));

    assertThat(deadline.isOver()).isTrue();
    time.advance(MINUTE);
    assertThat(deadline.left()).isZero();
  }

  @Test
  void waitsForATokenAsLongAsItsCallerSaysAndOtherwiseAsLongAsIsUsual() {
    assertThat(Deadline.stated(MINUTE, time).patience()).isEqualTo(MINUTE);
    assertThat(Deadline.assumed(MINUTE, time).patience()).isEqualTo(TokenSource.PATIENCE);
    assertThat(Deadline.assumed(Duration.ofSeconds(1), time).patience()).hasSeconds(1);
  }

  @Test
  void cutsALimitThatWouldOverflow() {
    Deadline deadline = Deadline.stated(Duration.ofSeconds(Long.MAX_VALUE), time);

    assertThat(deadline.limit()).hasDays(365);
    assertThat(deadline.isOver()).isFalse();
  }
}
