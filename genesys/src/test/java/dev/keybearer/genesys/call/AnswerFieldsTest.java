package dev.keybearer.genesys.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R6: patience as seconds or in any form of a date, in any case, against the sender's clock. */
class AnswerFieldsTest {
  private static final Instant WALL = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "' 7 ', 7",
    "007, 7",
    "180, 180",
    "7200, 7200",
    "86400, 86400",
    "86401, 86400",
    "99999999999999999999, 86400",
    "'Fri, 20 Nov 2026 12:00:07 GMT', 7",
    "'Friday, 20-Nov-26 12:00:07 GMT', 7",
    "'Fri Nov 20 12:00:07 2026', 7",
    "'Fri, 20 Nov 2026 11:59:59 GMT', 0",
    "'Sat, 20 Nov 2027 12:00:00 GMT', 86400"
  })
  void tellsHowLongToLeaveTheServiceAlone(String text, long seconds) {
    assertThat(told("Retry-After", text)).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(told("retry-after", text)).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(told("RETRY-AFTER", text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "soon", "-5", "7.5", "7s", "'Fri, 99 Nov 2026 12:00:07 GMT'"})
  void whatCannotBeUnderstoodTellsNothing(String text) {
    assertThat(told("Retry-After", text)).isNull();
  }

  @Test
  void aDateCountsFromTheSendersClock() {
    AnswerFields fields =
        AnswerFields.of(
            Map.of(
                "date", "Fri, 20 Nov 2026 14:00:00 GMT",
                "retry-after", "Fri, 20 Nov 2026 14:00:07 GMT"));

    assertThat(fields.retryAfter(WALL)).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"ININ-Correlation-Id", "ININ-Correlation-ID", "inin-correlation-id"})
  void theCorrelationIdHasManySpellings(String name) {
    AnswerFields fields = AnswerFields.of(Map.of(name, "abc"));

    assertThat(fields.correlationId()).isEqualTo("abc");
    assertThat(fields.toMap().get("ININ-Correlation-Id")).isEqualTo("abc");
    assertThat(fields.toMap().get("ININ-Correlation-ID")).isEqualTo("abc");
  }

  @Test
  void showsNoValue() {
    assertThat(AnswerFields.of(Map.of("Set-Cookie", "canary")).toString()).doesNotContain("canary");
  }

  private static @Nullable Duration told(String name, String text) {
    return AnswerFields.of(Map.of(name, text)).retryAfter(WALL);
  }
}
