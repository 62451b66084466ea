package dev.keybearer.simulator.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One message of a stream.
 *
 * @param number its place among all messages of the stream, from 1 on
 * @param topic what it is about
 * @param body its JSON text, in the {@linkplain #canonical canonical} form
 * @param at the moment on the world's clock
 * @param within how long it may have been on its way to a connection
 * @param connections the numbers of those it was sent to, oldest first
 */
public record Published(
    long number,
    String topic,
    String body,
    Instant at,
    Duration within,
    List<Integer> connections) {
  private static final JsonMapper SORTING =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What tells it from every other message, where the stream says so. */
  public String id() {
    return "m-" + number;
  }

  /**
   * The form in which bodies are sent and compared: members sorted, no spaces, no zeros behind a
   * fraction.
   *
   * @throws tools.jackson.core.JacksonException when the text is not JSON
   */
  public static String canonical(String json) {
    return SORTING.writeValueAsString(SORTING.readTree(json));
  }
}
