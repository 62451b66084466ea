package dev.keybearer.stream.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What frames of the plain dialect mean. */
class JsonDialectTest {
  private final RecordingHearing hearing = new RecordingHearing();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"message\",\"topic\":\"t\",\"id\":\"1\",\"cursor\":\"9\",\"body\":{\"n\": 1}} |"
            + " message t 1 9 {\"n\": 1}",
        "{\"type\":\"message\",\"topic\":\"t\"} | message t null null null",
        "{\"type\":\"heartbeat\"} | beat null",
        "{\"type\":\"heartbeat\",\"cursor\":\"4\"} | beat 4",
        "{\"type\":\"pong\"} | pong",
        "{\"type\":\"authenticated\"} | authenticated",
        "{\"type\":\"unauthenticated\",\"error\":\"ended\"} | unauthenticated ended",
        "{\"type\":\"challenge\"} | challenged",
        "{\"type\":\"subscribed\",\"topic\":\"t\",\"cursor\":\"4\"} | subscribed t 4",
        "{\"type\":\"rejected\",\"topic\":\"t\",\"error\":\"no\"} | rejected t no",
        "{\"type\":\"cursor-expired\",\"topic\":\"t\"} | expired t",
        "{\"type\":\"closing\",\"in\":\"PT7S\"} | closing PT7S",
        "{\"type\":\"closing\",\"in\":\"soon\"} | closing PT5S",
        "{\"type\":\"closing\"} | closing PT5S"
      })
  void tellsWhatAFrameMeans(String frame, String meaning) {
    JsonDialect.PLAIN.read(frame, hearing);
    assertThat(hearing.heard).containsExactly(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{\"type\":\"other\"}", "{}", "no json", "{\"type\":{}}"})
  void makesNothingOfWhatItDoesNotKnow(String frame) {
    JsonDialect.PLAIN.read(frame, hearing);
    assertThat(hearing.heard).isEmpty();
  }

  @Test
  void asksForTopicsBehindTheirPositions() {
    assertThat(JsonDialect.PLAIN.subscribe(List.of("a", "b\"\\\n"), Map.of("a", "7")))
        .containsExactly(
            "{\"type\":\"subscribe\",\"topics\":[\"a\",\"b\\\"\\\\\\u000a\"],\"after\":{\"a\":\"7\"}}");
    assertThat(JsonDialect.PLAIN.subscribe(List.of("a"), Map.of()))
        .containsExactly("{\"type\":\"subscribe\",\"topics\":[\"a\"]}");
  }

  /** Writes down what it is told. */
  private static final class RecordingHearing implements Hearing {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void message(Heard message) {
      heard.add(
          "message "
              + message.topic()
              + " "
              + message.id()
              + " "
              + message.cursor()
              + " "
              + message.body());
    }

    @Override
    public void beat(@Nullable String cursor) {
      heard.add("beat " + cursor);
    }

    @Override
    public void pong() {
      heard.add("pong");
    }

    @Override
    public void authenticated() {
      heard.add("authenticated");
    }

    @Override
    public void unauthenticated(String why) {
      heard.add("unauthenticated " + why);
    }

    @Override
    public void challenged() {
      heard.add("challenged");
    }

    @Override
    public void subscribed(String topic, @Nullable String newest) {
      heard.add("subscribed " + topic + " " + newest);
    }

    @Override
    public void rejected(String topic, String why) {
      heard.add("rejected " + topic + " " + why);
    }

    @Override
    public void cursorExpired(String topic) {
      heard.add("expired " + topic);
    }

    @Override
    public void closing(Duration lead) {
      heard.add("closing " + lead);
    }

    @Override
    public void ended(String why) {
      heard.add("ended " + why);
    }
  }
}
