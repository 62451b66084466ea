package dev.keybearer.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  @ParameterizedTest
  @CsvSource({
    "1,       PT1S,     1000000",
    "3,       PT1S,     333334",
    "1000000, PT1S,     1",
    "1,       PT0.001S, 1000",
    "1,       PT24H,    86400000000"
  })
  void spacesNoCloserThanIsWritten(int count, Duration per, long interval) {
    assertThat(Pace.of(count, per, 1).interval()).isEqualTo(interval);
  }

  @Test
  void isMadeGoodWithinADay() {
    assertThat(Pace.of(1, Duration.ofHours(1), 24).most())
        .isEqualTo(Duration.ofDays(1).toNanos() / 1_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pace.of(1, Duration.ofHours(1), 25))
        .withMessageContaining("within a day");
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.of(1, Duration.ofHours(25), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.of(1_001, Duration.ofMillis(1), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pace(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pace(1, 0));
  }
}
