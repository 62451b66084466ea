package dev.keybearer.token.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V9: numbers that are moments, and others. */
class NumericDateTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.0, 0",
    "1, 1000",
    "1.5, 1500",
    "1.0009, 1000",
    "1.9999999999, 1999",
    "1e3, 1000000",
    "1.5E+3, 1500000",
    "15e-1, 1500",
    "0.0000001, 0",
    "1e-999, 0",
    "2147483647, 2147483647000",
    "2147483648, 2147483648000",
    "4294967296, 4294967296000",
    "253402300799, 253402300799000"
  })
  void readsSecondsWithAFraction(String number, long millis) throws NotJson {
    assertThat(read(number)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-0.001",
        "-1e-9",
        "253402300799.001",
        "253402300800",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "-9223372036854775808",
        "1e400",
        "-1e400",
        "1e999",
        "null",
        "true",
        "\"1\"",
        "\"\"",
        "[]",
        "[1]",
        "{}"
      })
  void readsNothingElse(String value) throws NotJson {
    assertThat(read(value)).isEqualTo(NumericDate.BROKEN);
  }

  @Test
  void tellsWhatIsAbsentFromWhatIsBroken() throws NotJson {
    JsonObject empty = JsonObject.parse("{}".getBytes(UTF_8));

    assertThat(NumericDate.millis(empty, "exp")).isEqualTo(NumericDate.ABSENT);
  }

  private static long read(String value) throws NotJson {
    JsonObject claims = JsonObject.parse(("{\"exp\":" + value + "}").getBytes(UTF_8));
    return NumericDate.millis(claims, "exp");
  }
}
