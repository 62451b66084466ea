package dev.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R3, R8: a policy at its bounds. */
class RenewalPolicyTest {
  private static final RenewalPolicy STANDARD = RenewalPolicy.STANDARD;

  @ParameterizedTest
  @CsvSource({"0.8, 0.05", "0.000001, 0", "0.999999, 0.999998", "0.5, 0.499999"})
  void acceptsARenewalInsideTheLife(double at, double spread) {
    assertThat(STANDARD.withRenewal(at, spread).at()).isEqualTo(at);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "-0.1, 0",
    "1.1, 0",
    "0.5, 0.5",
    "0.5, 0.6",
    "0.5, -0.000001",
    "NaN, 0",
    "0.5, NaN",
    "Infinity, 0"
  })
  void refusesARenewalOutsideTheLife(double at, double spread) {
    assertThatThrownBy(() -> STANDARD.withRenewal(at, spread))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "PT1.5S", "P2D", "P450D", "P3650D"})
  void acceptsLivesFromASecondToTenYears(Duration life) {
    assertThatCode(() -> STANDARD.withAssumedLife(life).withCeiling(life).withIdle(life))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT0S", "PT0.999999999S", "PT-1S", "PT87600H0.000000001S", "P106752D", "P999999D"})
  void refusesLivesThatAreNoneOrOverflow(Duration life) {
    assertThatThrownBy(() -> STANDARD.withAssumedLife(life))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> STANDARD.withCeiling(life))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> STANDARD.withIdle(life)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idleMayBeUnknown() {
    assertThat(STANDARD.withIdle(Duration.ofMinutes(15)).withIdle(null)).isEqualTo(STANDARD);
  }

  @Test
  void isRenewedBetweenThreeQuartersAndFourFifthsUnlessToldOtherwise() {
    assertThat(STANDARD)
        .isEqualTo(new RenewalPolicy(0.8, 0.05, Duration.ofSeconds(60), Duration.ofDays(2), null))
        .isNotEqualTo(STANDARD.withRenewal(0.8, 0.04));
  }
}
