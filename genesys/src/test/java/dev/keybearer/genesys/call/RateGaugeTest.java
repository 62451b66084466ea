package dev.keybearer.genesys.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.genesys.FakeTime;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token's rate is kept: room while count + under way is less than allowed. */
class RateGaugeTest {
  private static final Instant WALL = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration NANO = Duration.ofNanos(1);

  private final FakeTime time = new FakeTime(WALL);
  private final RateGauge gauge = new RateGauge(time);
  private final Token token = token(1);

  @Test
  void everybodyGoesWhileNothingIsKnown() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(gauge.depart(token)).isZero();
    }
  }

  @Test
  void thereIsRoomForOneWhenOneIsLeft() {
    call(token, fields(299, 300, 40));

    assertThat(gauge.depart(token)).isZero();
    assertThat(gauge.depart(token)).isEqualTo(Duration.ofSeconds(40));
  }

  @ParameterizedTest
  @CsvSource({"300, 300", "301, 300", "1, 1"})
  void nobodyGoesBeforeTheWindowEnds(int count, int allowed) {
    call(token, fields(count, allowed, 40));

    assertThat(gauge.depart(token)).isEqualTo(Duration.ofSeconds(40));
    time.advance(Duration.ofSeconds(40).minus(NANO));
    assertThat(gauge.depart(token)).isEqualTo(NANO);
    time.advance(NANO);
    assertThat(gauge.depart(token)).isZero();
  }

  @Test
  void anotherTokenHasARateOfItsOwn() {
    call(token, fields(300, 300, 40));

    assertThat(gauge.depart(token(2))).isZero();
    assertThat(gauge.depart(token)).isPositive();
  }

  @Test
  void aCallThatIsLostMakesRoom() {
    call(token, fields(299, 300, 40));
    gauge.depart(token);

    gauge.lost(token);

    assertThat(gauge.depart(token)).isZero();
  }

  @Test
  void anAnswerThatWasOvertakenTellsNothingNew() {
    gauge.depart(token);
    gauge.depart(token);
    gauge.arrived(token, fields(300, 300, 40));
    gauge.arrived(token, fields(299, 300, 40));

    assertThat(gauge.depart(token)).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void aNewWindowMakesRoomThoughTheOldOneHasNotEndedHere() {
    call(token, fields(250, 300, 10));

    call(token, fields(1, 300, 60));

    assertThat(gauge.reading(token)).extracting(reading -> reading.count()).isEqualTo(1);
  }

  @Test
  void aNewWindowTakesNoMoreThanItHasRoomFor() {
    call(token, fields(3, 3, 40));
    time.advance(Duration.ofSeconds(40));

    for (int i = 0; i < 3; i++) {
      assertThat(gauge.depart(token)).isZero();
    }
    assertThat(gauge.depart(token)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"x, 300, 40", "-1, 300, 40", "300, 0, 40", "300, 300, ''", "9999999999, 1, 40"})
  void whatCannotBeReadHoldsNobodyUp(String count, String allowed, String reset) {
    call(
        token,
        AnswerFields.of(
            Map.of(
                "inin-ratelimit-count", count,
                "inin-ratelimit-allowed", allowed,
                "inin-ratelimit-reset", reset)));

    assertThat(gauge.depart(token)).isZero();
  }

  @Test
  void noWindowIsBelievedToLastLongerThanAnHour() {
    call(token, fields(300, 300, 999_999_999));

    assertThat(gauge.depart(token)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void remembersAFewTokensOnly() {
    call(token, fields(300, 300, 40));
    for (int i = 2; i <= 8; i++) {
      gauge.depart(token(i));
    }
    assertThat(gauge.reading(token)).isNotNull();

    gauge.depart(token(9));

    assertThat(gauge.reading(token)).isNull();
  }

  @Test
  void manyThreadsTakeNoMoreThanThereIs() throws Exception {
    call(token, fields(100, 300, 40));
    AtomicInteger gone = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    for (int i = 0; i < 16; i++) {
      threads.execute(
          () -> {
            await(gate);
            for (int n = 0; n < 100; n++) {
              if (gauge.depart(token).isZero()) {
                gone.incrementAndGet();
              }
            }
          });
    }
    gate.countDown();
    threads.shutdown();

    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(gone.get()).isEqualTo(200);
  }

  private static void await(CountDownLatch gate) {
    try {
      assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(Token with, AnswerFields fields) {
    gauge.depart(with);
    gauge.arrived(with, fields);
  }

  /** In small letters, as HTTP/2 has them. */
  static AnswerFields fields(int count, int allowed, int reset) {
    return AnswerFields.of(
        Map.of(
            "inin-ratelimit-count", Integer.toString(count),
            "inin-ratelimit-allowed", Integer.toString(allowed),
            "inin-ratelimit-reset", Integer.toString(reset)));
  }

  static Token token(int number) {
    return Token.of(
        "Bearer",
        "token-" + number,
        new Fingerprint("fp-" + number),
        new Token.Terms(number, WALL.plusSeconds(3600), Scopes.none()));
  }
}
