package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries as lines. */
class DeliveryLineTest {
  @Test
  void hasEverythingOfAMessage() {
    assertThat(DeliveryLine.of(Deliveries.message(17)))
        .isEqualTo(
            "{\"stream\":\"orders\",\"topic\":\"eu\",\"id\":\"m-17\",\"cursor\":\"17\",\"key\":\"m-17\","
                + "\"at\":\"2026-03-01T12:00:00Z\",\"origin\":\"live\",\"possiblyDuplicate\":false,"
                + "\"body\":{\"n\":17}}");
  }

  @Test
  void hasEverythingOfAGap() {
    assertThat(DeliveryLine.of(Deliveries.gap()))
        .isEqualTo(
            "{\"gap\":{\"stream\":\"orders\",\"topics\":[\"eu\",\"us\"],"
                + "\"from\":\"2026-03-01T12:00:00Z\",\"to\":\"2026-03-01T12:00:03Z\","
                + "\"cause\":\"break-before-make\",\"overlapTried\":true,\"backfilled\":false}}");
  }

  @Test
  void saysWhatTheProviderDidNotName() {
    assertThat(DeliveryLine.of(Deliveries.message("eu", null, null, "1").again()))
        .contains("\"id\":null,\"cursor\":null")
        .contains("\"origin\":\"again\",\"possiblyDuplicate\":true");
  }

  @Test
  void keepsNumbersAsTheyCame() {
    assertThat(
            DeliveryLine.of(
                Deliveries.message("eu", "a", null, "[1.10,1e400,12345678901234567890]")))
        .endsWith("\"body\":[1.10,1e400,12345678901234567890]}");
  }

  @Test
  void isOneLineWhateverTheBodyIs() {
    assertThat(DeliveryLine.of(Deliveries.message("eu", "a", null, "{\n \"a\":\r\n1}")))
        .doesNotContain("\n", "\r")
        .endsWith("\"body\":{  \"a\":  1}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "hello", "{\"a\":1", "{} {}", "\"a\nb\"", "{\"a\":tru}", "1,2"})
  void quotesABodyThatIsNoJson(String body) {
    assertThat(DeliveryLine.of(Deliveries.message("eu", "a", null, body)))
        .contains("\"body\":\"")
        .doesNotContain("\n");
  }
}
