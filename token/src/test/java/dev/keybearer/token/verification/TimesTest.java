package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** V9: no allowance beyond its ceiling. */
class TimesTest {
  private static final Duration NANO = Duration.ofNanos(1);

  @Test
  void allowsNothingAtTheEndAndTenSecondsAhead() {
    assertThat(Times.STANDARD.leeway()).isZero();
    assertThat(Times.STANDARD.ahead()).isEqualTo(Duration.ofSeconds(10));
    assertThat(Times.STANDARD.longestLife()).isNull();
    assertThat(Times.CEILING).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void allowsUpToAMinute() {
    Times widest = Times.STANDARD.withLeeway(Times.CEILING).withAhead(Times.CEILING);

    assertThat(widest).isEqualTo(new Times(Times.CEILING, Times.CEILING, null));
    Times none = widest.withLeeway(Duration.ZERO).withAhead(Duration.ZERO);
    assertThat(none).isEqualTo(new Times(Duration.ZERO, Duration.ZERO, null));
  }

  @Test
  void refusesMoreAndLessThanNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Times.STANDARD.withLeeway(Times.CEILING.plus(NANO)))
        .withMessageContaining("leeway");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Times.STANDARD.withLeeway(NANO.negated()))
        .withMessageContaining("leeway");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Times.STANDARD.withAhead(Times.CEILING.plus(NANO)))
        .withMessageContaining("ahead");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Times.STANDARD.withAhead(NANO.negated()))
        .withMessageContaining("ahead");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Times.STANDARD.withLongestLife(Duration.ZERO))
        .withMessageContaining("longestLife");
  }

  @Test
  void boundsALifeOnlyWhenToldTo() {
    Times bounded = Times.STANDARD.withLongestLife(NANO);

    assertThat(bounded.longestLife()).isEqualTo(NANO);
    assertThat(bounded.withLongestLife(null)).isEqualTo(Times.STANDARD);
  }
}
