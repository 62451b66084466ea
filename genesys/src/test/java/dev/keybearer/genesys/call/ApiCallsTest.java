package dev.keybearer.genesys.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.genesys.FakeTime;
import dev.keybearer.genesys.call.Sending.Repeat;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.turnstile.Origin;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One policy for every call: a token that lives, one resend, patience that ends. */
@Timeout(60)
class ApiCallsTest {
  private static final Instant WALL = Instant.parse("2026-11-20T12:00:00Z");

  private final FakeTime time = new FakeTime(WALL);
  private final NumberedTokens tokens = new NumberedTokens();

  @Test
  void oneAnswerIsTheAnswer() throws Exception {
    FakeSending sending = new FakeSending(Repeat.NEVER).answers(200);

    assertThat(calls().answer(sending).status()).isEqualTo(200);
    assertThat(sending.tokens).containsExactly("token-1");
    assertThat(sending.closed()).isZero();
  }

  @Test
  void aRefusedTokenIsRejectedAndTheCallSentOnceMore() throws Exception {
    FakeSending sending = new FakeSending(Repeat.WHEN_NOT_DONE).answers(401, 200);

    assertThat(calls().answer(sending).status()).isEqualTo(200);
    assertThat(sending.tokens).containsExactly("token-1", "token-2");
    assertThat(sending.closed()).isEqualTo(1);
  }

  @Test
  void aSecondRefusalIsTheAnswerAndItsTokenIsKept() throws Exception {
    FakeSending sending = new FakeSending(Repeat.HARMLESS).answers(401, 401);

    assertThat(calls().answer(sending).status()).isEqualTo(401);
    assertThat(tokens.rejected).containsExactly("token-1");
  }

  @Test
  void aRefusalIsTheAnswerWhenThereIsNoOtherToken() throws Exception {
    tokens.stuck = true;
    FakeSending sending = new FakeSending(Repeat.HARMLESS).answers(401);

    assertThat(calls().answer(sending).status()).isEqualTo(401);
  }

  /** The next call profits all the same: the token is rejected. */
  @Test
  void whatCannotBeSentAgainIsNot() throws Exception {
    FakeSending sending = new FakeSending(Repeat.NEVER).answers(401);

    assertThat(calls().answer(sending).status()).isEqualTo(401);
    assertThat(tokens.rejected).containsExactly("token-1");
  }

  @Test
  void anAnswerIsClosedWhenNoOtherTokenCanBeHad() {
    tokens.failing = true;
    FakeSending sending = new FakeSending(Repeat.HARMLESS).answers(401);

    assertThatThrownBy(() -> calls().answer(sending)).isInstanceOf(TokenFailure.class);
    assertThat(sending.closed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"Retry-After, 7", "retry-after, 7", "RETRY-AFTER, 'Fri, 20 Nov 2026 12:00:07 GMT'"})
  void waitsAsToldInWhateverSpelling(String name, String told) throws Exception {
    FakeSending sending =
        new FakeSending(Repeat.WHEN_NOT_DONE).answer(429, Map.of(name, told)).answers(200);

    assertWaits(calls(), sending, Duration.ofSeconds(7));
    assertThat(sending.tokens).containsExactly("token-1", "token-1");
    assertThat(sending.closed()).isEqualTo(1);
  }

  @Test
  void waitsForTheWindowWhenNothingElseIsTold() throws Exception {
    FakeSending sending =
        new FakeSending(Repeat.WHEN_NOT_DONE)
            .answer(429, RateGaugeTest.fields(301, 300, 12).toMap())
            .answers(200);

    assertWaits(calls(), sending, Duration.ofSeconds(12));
  }

  @Test
  void waitsBeforeTheServiceHasToRefuse() throws Exception {
    ApiCalls calls = calls();
    calls.answer(
        new FakeSending(Repeat.NEVER).answer(200, RateGaugeTest.fields(300, 300, 12).toMap()));
    FakeSending sending = new FakeSending(Repeat.NEVER).answers(200);

    assertWaits(calls, sending, Duration.ofSeconds(12));
    assertThat(sending.tokens).hasSize(1);
  }

  @Test
  void aRequestWaitsThreeTimesAndNoMore() throws Exception {
    FakeSending sending = new FakeSending(Repeat.WHEN_NOT_DONE);
    for (int i = 0; i < 4; i++) {
      sending.answer(429, Map.of("Retry-After", "0"));
    }
    FutureTask<FakeAnswer> call = calling(calls(), sending);

    assertThat(passUntilDone(call, Duration.ofMillis(50)).status()).isEqualTo(429);
    assertThat(sending.tokens).hasSize(4);
    assertThat(sending.closed()).isEqualTo(3);
  }

  /** The limit of a call is 180 s: what would end later is not begun, and says when. */
  @ParameterizedTest
  @ValueSource(strings = {"180", "7200"})
  void aLongWaitFailsAtOnceAndSaysWhen(String told) {
    FakeSending sending =
        new FakeSending(Repeat.WHEN_NOT_DONE)
            .answer(429, Map.of("retry-after", told, "inin-correlation-id", "abc-123"));

    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> calls().answer(sending));

    assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.HELD_BACK);
    assertThat(failure.retryAt()).isEqualTo(WALL.plusSeconds(Long.parseLong(told)));
    assertThat(failure.correlationId()).isEqualTo("abc-123");
    assertThat(failure)
        .hasMessageContaining(WALL.plusSeconds(Long.parseLong(told)).toString())
        .hasMessageContaining("abc-123");
    assertThat(sending.closed()).isEqualTo(1);
  }

  @Test
  void aWaitThatEndsInTimeIsWaitedFor() throws Exception {
    FakeSending sending =
        new FakeSending(Repeat.WHEN_NOT_DONE)
            .answer(429, Map.of("Retry-After", "179"))
            .answers(200);

    assertWaits(calls(), sending, Duration.ofSeconds(179));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 408, 413, 500, 502, 503, 504})
  void otherAnswersAreTheAnswerAndNotHeldAgainstTheToken(int status) throws Exception {
    FakeSending sending = new FakeSending(Repeat.HARMLESS).answers(status);

    assertThat(calls().answer(sending).status()).isEqualTo(status);
    assertThat(tokens.rejected).isEmpty();
  }

  @Test
  void whatOnlyReadsIsSentAgainWhenThatIsWanted() throws Exception {
    FakeSending sending = new FakeSending(Repeat.HARMLESS).answers(502, 504, 200);

    FutureTask<FakeAnswer> call = calling(calls(Patience.STANDARD.withReplays(2)), sending);

    assertThat(passUntilDone(call, Duration.ofMillis(50)).status()).isEqualTo(200);
  }

  @Test
  void replaysEnd() throws Exception {
    FakeSending sending = new FakeSending(Repeat.HARMLESS).answers(502, 502);

    FutureTask<FakeAnswer> call = calling(calls(Patience.STANDARD.withReplays(1)), sending);

    assertThat(passUntilDone(call, Duration.ofMillis(50)).status()).isEqualTo(502);
  }

  @ParameterizedTest
  @EnumSource(
      value = Repeat.class,
      names = {"NEVER", "WHEN_NOT_DONE"})
  void whatMayHaveBeenDoneIsNotSentAgain(Repeat repeat) throws Exception {
    FakeSending sending = new FakeSending(repeat).answers(502);

    assertThat(calls(Patience.STANDARD.withReplays(9)).answer(sending).status()).isEqualTo(502);
  }

  @Test
  void anInterruptEndsAWaitAndIsTold() throws Exception {
    FakeSending sending =
        new FakeSending(Repeat.WHEN_NOT_DONE).answer(429, Map.of("Retry-After", "100"));
    ApiCalls calls = calls();
    FutureTask<FakeAnswer> call = new FutureTask<>(() -> calls.answer(sending));
    Thread thread = new Thread(call, "caller");
    thread.start();

    thread.interrupt();

    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private void assertWaits(ApiCalls calls, FakeSending sending, Duration wait) throws Exception {
    FutureTask<FakeAnswer> call = calling(calls, sending);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (calls.waiting() == 0) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.onSpinWait();
    }
    time.advance(wait.minusNanos(1));
    assertThat(call.isDone()).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  private FakeAnswer passUntilDone(FutureTask<FakeAnswer> call, Duration step) throws Exception {
    for (int steps = 0; steps < 1_000; steps++) {
      try {
        return call.get(2, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        time.advance(step);
      }
    }
    throw new AssertionError("the call does not end");
  }

  private static FutureTask<FakeAnswer> calling(ApiCalls calls, FakeSending sending) {
    FutureTask<FakeAnswer> call = new FutureTask<>(() -> calls.answer(sending));
    Thread thread = new Thread(call, "caller");
    thread.setDaemon(true);
    thread.start();
    return call;
  }

  private ApiCalls calls() {
    return calls(Patience.STANDARD);
  }

  private ApiCalls calls(Patience patience) {
    Origin origin = Origin.of(URI.create("https://api.example"));
    return ApiCalls.of(tokens, origin, patience, time);
  }

  /** A source whose every rejected token is succeeded at once. */
  private static final class NumberedTokens implements TokenSource {
    private final List<String> rejected = new ArrayList<>();
    private boolean stuck;
    private boolean failing;
    private int number = 1;

    @Override
    public Token get(Duration patience) {
      if (failing && !rejected.isEmpty()) {
        throw new TokenFailure(TokenFailure.Kind.UNREACHABLE, "no issuer", null, null);
      }
      return RateGaugeTest.token(number);
    }

    @Override
    public void reject(Token token) {
      rejected.add(token.value());
      number += stuck ? 0 : 1;
    }
  }

  /** Gives the scripted answers, one for each sending. */
  private static final class FakeSending implements Sending<FakeAnswer> {
    private final Repeat repeat;
    private final Deque<FakeAnswer> script = new ArrayDeque<>();
    private final List<FakeAnswer> given = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();

    FakeSending(Repeat repeat) {
      this.repeat = repeat;
    }

    FakeSending answers(int... statuses) {
      for (int status : statuses) {
        answer(status, Map.of());
      }
      return this;
    }

    FakeSending answer(int status, Map<String, String> fields) {
      script.add(new FakeAnswer(status, AnswerFields.of(fields)));
      return this;
    }

    @Override
    public synchronized FakeAnswer send(Token token, Duration limit) throws IOException {
      assertThat(given).allMatch(answer -> answer.closed);
      tokens.add(token.value());
      @Nullable FakeAnswer next = script.poll();
      if (next == null) {
        throw new IOException("sent more often than the script knows");
      }
      given.add(next);
      return next;
    }

    @Override
    public String place() {
      return "GET https://api.example/x";
    }

    @Override
    public Repeat repeat() {
      return repeat;
    }

    synchronized long closed() {
      return given.stream().filter(answer -> answer.closed).count();
    }
  }

  private static final class FakeAnswer implements ApiAnswer {
    private final int status;
    private final AnswerFields fields;
    private boolean closed;

    FakeAnswer(int status, AnswerFields fields) {
      this.status = status;
      this.fields = fields;
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public AnswerFields fields() {
      return fields;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
