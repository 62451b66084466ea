package dev.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R5: limits at their bounds. */
class LimitsTest {
  @ParameterizedTest
  @CsvSource({
    "1, PT0.000000001S",
    "2147483647, PT0.000000001S",
    "1, P365D",
    "365, P1D",
    "100000, PT0.001S"
  })
  void acceptsWhatLetsSomethingThrough(int burst, Duration interval) {
    assertThat(new Limits(burst, interval)).isEqualTo(new Limits(burst, interval));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT1S",
    "-1, PT1S",
    "1, PT0S",
    "1, PT-1S",
    "1, PT8760H0.000000001S",
    "366, P1D",
    "2147483647, PT1S",
    "1, PT2562047788015215H"
  })
  void refusesWhatLetsNothingThroughOrOverflows(int burst, Duration interval) {
    assertThatThrownBy(() -> new Limits(burst, interval))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(burst));
  }

  @Test
  void noSecondOfAnIssuerHoldsMoreThanFiftyRequests() {
    long more = Duration.ofSeconds(1).dividedBy(Limits.OF_ISSUER.interval());

    assertThat(Limits.OF_ISSUER.burst() + more).isEqualTo(50);
  }

  @Test
  void differInEitherPart() {
    Limits limits = new Limits(2, Duration.ofSeconds(1));

    assertThat(limits)
        .isNotEqualTo(new Limits(3, Duration.ofSeconds(1)))
        .isNotEqualTo(new Limits(2, Duration.ofSeconds(2)));
  }
}
