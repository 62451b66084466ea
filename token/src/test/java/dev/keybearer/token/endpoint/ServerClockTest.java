package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R6, F9: the issuer's clock as its own answers show it. */
class ServerClockTest {
  private static final Instant WALL = Instant.parse("2026-11-20T10:00:00Z");

  private final FakeTime time = new FakeTime(WALL);
  private final ServerClock clock = new ServerClock(time);

  @Test
  void isOursUntilAnAnswerSaysOtherwise() {
    assertThat(clock.now()).isEqualTo(WALL);
    assertThat(clock.offset()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S",
    "PT1S, PT0S",
    "PT-1S, PT0S",
    "PT2S, PT0S",
    "PT-2S, PT0S",
    "PT3S, PT3S",
    "PT-3S, PT-3S",
    "PT5M, PT5M",
    "PT-2H, PT-2H",
    "PT24H, PT24H",
    "PT-24H, PT-24H",
    "PT24H1S, PT0S",
    "PT-24H-1S, PT0S",
    "P3650D, PT0S"
  })
  void learnsADifferenceThatIsNeitherNoiseNorAbsurd(Duration ahead, Duration learnt) {
    Instant sender = clock.learn(answer(WALL.plus(ahead)));

    assertThat(clock.offset()).isEqualTo(learnt);
    assertThat(clock.now()).isEqualTo(WALL.plus(learnt));
    assertThat(sender).isEqualTo(WALL.plus(ahead));
  }

  @Test
  void anAbsurdDateLeavesWhatWasLearntBefore() {
    clock.learn(answer(WALL.plusSeconds(300)));

    clock.learn(answer(Instant.EPOCH));

    assertThat(clock.offset()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void forgetsADifferenceThatIsMended() {
    clock.learn(answer(WALL.plusSeconds(300)));

    clock.learn(answer(WALL.plusSeconds(1)));

    assertThat(clock.offset()).isZero();
  }

  @Test
  void anAnswerWithoutADateIsReadByWhatIsKnown() {
    clock.learn(answer(WALL.plusSeconds(300)));
    time.advance(Duration.ofSeconds(10));

    assertThat(clock.learn(dated(null))).isEqualTo(WALL.plusSeconds(310));
    assertThat(clock.offset()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "Mon, 06 Nov 1994 08:49:37 GMT", "2026-11-20T10:05:00Z"})
  void aDateThatCannotBeReadIsNone(String date) {
    assertThat(clock.learn(dated(date))).isEqualTo(WALL);
    assertThat(clock.offset()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, PT-5M", "1, PT0S", "300, PT0S", "much, PT0S"})
  void anAnswerOutOfACacheShowsNoClock(String age, Duration learnt) {
    Answer stored = answer(WALL.minusSeconds(300));
    Map<String, String> fields = Map.of("Date", String.valueOf(stored.header("Date")), "Age", age);

    clock.learn(FakeExchange.answer(200, fields, "", time.nanos()));

    assertThat(clock.offset()).isEqualTo(learnt);
  }

  /** F3: a server that writes its header, and then its body slowly, has no slow clock. */
  @ParameterizedTest
  @CsvSource({"0, 0", "9, 0", "11, 0", "12, 2", "13, 3", "70, 60"})
  void theTimeAnAnswerTakesIsNotTheClocksFault(long old, long behind) {
    long asked = time.nanos();
    time.advance(Duration.ofSeconds(10));
    Instant date = time.wall().minusSeconds(old);

    clock.learn(answer(date, asked, time.nanos()));

    assertThat(clock.offset().negated())
        .isEqualTo(behind <= 2 ? Duration.ZERO : Duration.ofSeconds(behind));
  }

  private Answer answer(Instant date) {
    return answer(date, time.nanos(), time.nanos());
  }

  private static Answer answer(Instant date, long askedAt, long answeredAt) {
    String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
    String twoDigits = text.replaceFirst("^(\\w+), (\\d) ", "$1, 0$2 ");
    Answer answer = FakeExchange.answer(200, Map.of("Date", twoDigits), "", answeredAt);
    return new Answer(200, answer.headers(), answer.body(), askedAt, answeredAt);
  }

  private Answer dated(@org.jspecify.annotations.Nullable String date) {
    return FakeExchange.answer(
        200, date == null ? Map.of() : Map.of("Date", date), "", time.nanos());
  }
}
