package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** V5: what is written is read as it was said, by whoever reads JSON. */
class JsonTest {
  private static final JsonFactory READER = new JsonFactory();

  @Test
  void writesEveryKindOfMember() {
    assertThat(
            text(
                json -> {
                  json.texts("none", List.of());
                  json.text("text", "a");
                  json.nothing("nothing");
                  json.fact("fact", true);
                  json.object("empty", empty -> {});
                  json.object("object", inner -> inner.number("n", -7));
                  json.texts("texts", List.of("a", "b"));
                  json.word("word", Thread.State.TIMED_WAITING);
                  json.moment("moment", null);
                }))
        .isEqualTo(
            "{\"none\":[],\"text\":\"a\",\"nothing\":null,\"fact\":true,\"empty\":{},"
                + "\"object\":{\"n\":-7},\"texts\":[\"a\",\"b\"],\"word\":\"timed_waiting\","
                + "\"moment\":null}");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 100, 1_234_567_890, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void writesNumbers(long number) {
    assertThat(text(json -> json.number("n", number))).isEqualTo("{\"n\":" + number + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "1, 0.000001",
    "450, 0.00045",
    "1500000, 1.5",
    "999999999, 999.999999",
    "60000000000, 60000.0",
    "-1, 0.0"
  })
  void writesMilliseconds(long nanos, String written) {
    assertThat(text(json -> json.millis("ms", nanos))).isEqualTo("{\"ms\":" + written + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.001Z",
        "2026-03-01T12:00:00.001500Z",
        "2026-03-01T12:00:00.000000007Z",
        "2026-03-01T12:00:00.100Z",
        "1969-12-31T23:59:59.999Z",
        "+12026-03-01T12:00:00Z"
      })
  void writesMomentsAsThePlatformDoes(String moment) {
    Json json = new Json();
    for (String each : List.of("2026-03-01T12:00:00.5Z", moment, moment)) {
      json.clear();
      json.add(line -> line.moment("at", Instant.parse(each)));
    }
    assertThat(json.toString()).isEqualTo("{\"at\":\"" + Instant.parse(moment) + "\"}");
  }

  /** A6: seeded texts of the oddest characters, each read by somebody else as it was. */
  @Test
  void writesTextsThatOthersReadAsTheyWere() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      String said = said(random);
      String written = text(json -> json.text(said, said));

      assertThat(written).matches("[ -~]*");
      try (JsonParser read = READER.createParser(ObjectReadContext.empty(), written)) {
        assertThat(read.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        assertThat(read.nextName()).isEqualTo(said);
        assertThat(read.nextStringValue()).isEqualTo(said);
        assertThat(read.nextToken()).isEqualTo(JsonToken.END_OBJECT);
      }
    }
  }

  /** Characters of all ranges, but for those that are replaced. */
  private static String said(Random random) {
    StringBuilder said = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int point = random.nextInt(1 << (1 + random.nextInt(20)));
      if (point != 0x7f && !(point >= 0xd800 && point <= 0xdfff)) {
        said.appendCodePoint(point);
      }
    }
    return said.toString();
  }

  private static String text(JsonLine line) {
    return new String(Json.object(line), StandardCharsets.US_ASCII);
  }
}
