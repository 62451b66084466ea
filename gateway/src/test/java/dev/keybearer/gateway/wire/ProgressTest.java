package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G10: how slow a body may be, and how long nothing may move. */
class ProgressTest {
  private static final long START = Long.MAX_VALUE - 10;

  @ParameterizedTest
  @CsvSource({"29999999999, false", "30000000000, true", "30000000001, true"})
  void isOverAtItsLimit(long later, boolean over) {
    Progress progress = new Progress(START);

    assertThat(progress.isOver(START + later, Duration.ofSeconds(30))).isEqualTo(over);
  }

  @Test
  void beginsAnewWithEveryMove() {
    Progress progress = new Progress(START);
    long moved = START + 5;
    progress.moved(moved);

    assertThat(progress.isOver(moved + 9, Duration.ofNanos(10))).isFalse();
    assertThat(progress.isOver(moved + 10, Duration.ofNanos(10))).isTrue();
  }

  @Test
  void letsABodyBeSlowForFiveSeconds() {
    Progress progress = new Progress(START);
    for (int tick = 0; tick < 50; tick++) {
      assertThat(progress.awaitsBody(0)).isFalse();
    }

    assertThat(progress.awaitsBody(0)).isTrue();
  }

  /** A thousand octets and a few for each second that was waited. */
  @ParameterizedTest
  @CsvSource({"5, 5119, true", "5, 5120, false", "10, 10239, true", "10, 10240, false"})
  void asksForAPaceFromThenOn(int seconds, long length, boolean slow) {
    Progress progress = new Progress(START);
    for (int tick = 0; tick < seconds * 10; tick++) {
      progress.awaitsBody(Long.MAX_VALUE);
    }

    assertThat(progress.awaitsBody(length)).isEqualTo(slow);
  }
}
