package dev.keybearer.token.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R6, F5: both forms of {@code Retry-After}, clamped, measured from the sender's own clock. */
class RetryAfterTest {
  private static final Instant SENDER = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "' 120 ', 120",
    "3599, 3599",
    "3600, 3600",
    "3601, 3600",
    "999999999, 3600",
    "1000000000, 3600",
    "999999999999999999999999999999, 3600",
    "007, 7",
    "000000000000000000000000000005, 5",
    "000000000000000000000000000000, 0"
  })
  void readsSecondsUpToAnHour(String text, long seconds) {
    assertThat(RetryAfter.parse(text, SENDER)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:50:07 GMT | 30",
        "Sunday, 06-Nov-94 08:50:07 GMT | 30",
        "Sun Nov  6 08:50:07 1994 | 30",
        "Sun, 06 Nov 1994 08:49:37 GMT | 0",
        "Sun, 06 Nov 1994 08:49:36 GMT | 0",
        "Thu, 01 Jan 1970 00:00:00 GMT | 0",
        "Sun, 06 Nov 1994 09:49:37 GMT | 3600",
        "Sun, 06 Nov 1994 09:49:38 GMT | 3600",
        "Fri, 31 Dec 9999 23:59:59 GMT | 3600"
      })
  void readsDatesInAllThreeFormsUpToAnHour(String text, long seconds) {
    assertThat(RetryAfter.parse(text, SENDER)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aDateCountsFromTheSendersClockHoweverWrong() {
    String date = "Sun, 06 Nov 1994 08:50:07 GMT";

    assertThat(RetryAfter.parse(date, SENDER.minusSeconds(70))).isEqualTo(Duration.ofSeconds(100));
    assertThat(RetryAfter.parse(date, SENDER.plusSeconds(29))).isEqualTo(Duration.ofSeconds(1));
    assertThat(RetryAfter.parse(date, Instant.MIN)).isEqualTo(RetryAfter.CEILING);
    assertThat(RetryAfter.parse(date, Instant.MAX)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "0x10",
        "1 2",
        "1,2",
        "10s",
        "soon",
        "NaN",
        "١٢",
        "Sun, 06 Nov 1994 08:50:07",
        "Mon, 06 Nov 1994 08:50:07 GMT",
        "1994-11-06T08:50:07Z",
        "120; comment"
      })
  void saysNothingForWhatItCannotUnderstand(String text) {
    assertThat(RetryAfter.parse(text, SENDER)).isNull();
  }

  @Test
  void saysNothingForNothing() {
    assertThat(RetryAfter.parse(null, SENDER)).isNull();
  }

  @Test
  void isNotSlowedDownByAMegabyteOfDigits() {
    assertThat(RetryAfter.parse("9".repeat(1 << 20), SENDER)).isEqualTo(RetryAfter.CEILING);
    assertThat(RetryAfter.parse("x".repeat(1 << 20), SENDER)).isNull();
  }
}
