package dev.keybearer.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.signal.Outbox.Parcel;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a signal is sent again (W3). */
class ScheduleTest {
  @ParameterizedTest
  @CsvSource({"1, PT5S", "2, PT10S", "3, PT20S", "13, PT5H41M20S", "14, PT6H", "16, PT6H"})
  void pausesTwiceAsLongEachTimeAndSixHoursAtMost(int attempts, Duration longest) {
    assertThat(Duration.ofNanos(new Schedule(() -> 1.0).pause(attempts))).isEqualTo(longest);
    assertThat(Duration.ofNanos(new Schedule(() -> 0.5).pause(attempts)))
        .isEqualTo(longest.dividedBy(2));
    assertThat(new Schedule(() -> 0.0).pause(attempts)).isZero();
  }

  @Test
  void isOverAfterSixteenAttemptsOrADay() {
    long begun = Long.MAX_VALUE - 5; // the clock may overflow
    long day = Schedule.OLDEST.toNanos();

    assertThat(Schedule.isOver(parcel(begun, 15), begun + day - 1)).isFalse();
    assertThat(Schedule.isOver(parcel(begun, 16), begun)).isTrue();
    assertThat(Schedule.isOver(parcel(begun, 1), begun + day)).isTrue();
  }

  private static Parcel parcel(long put, int attempts) {
    Signal signal = Signal.of(EventType.TOKEN_RENEWED, Instant.EPOCH, json -> {});
    return new Parcel(signal, 0, put, put, attempts, null);
  }
}
