package dev.keybearer.token.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** R5, R6, F5: the pace, the hold and the breaker that all credentials of an issuer share. */
class AskBudgetTest {
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int CALLERS = 1000;

  private final AskBudget budget = new AskBudget(Limits.OF_ISSUER, START, () -> 1);

  @Test
  void letsTheBurstGoAtOnceAndNoMore() {
    int gone = 0;
    for (int i = 0; i < CALLERS; i++) {
      gone += budget.mayGo(START) ? 1 : 0;
    }

    assertThat(gone).isEqualTo(Limits.OF_ISSUER.burst());
  }

  @Test
  void neverLetsMoreThanFiftyGoInAnySecond() {
    List<Long> gone = new ArrayList<>();
    for (long now = START; now - START < 3 * SECOND; now += 1_000_000) {
      while (budget.mayGo(now)) {
        gone.add(now);
      }
    }

    for (long first : gone) {
      assertThat(gone.stream().filter(at -> at - first >= 0 && at - first <= SECOND).count())
          .isLessThanOrEqualTo(50);
    }
  }

  @Test
  void whoWaitsInLineIsSpacedByTheInterval() {
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      moments.add(budget.reserve(START) - START);
    }

    long interval = Limits.OF_ISSUER.interval().toNanos();
    assertThat(moments.subList(0, Limits.OF_ISSUER.burst())).containsOnly(0L);
    assertThat(moments.get(Limits.OF_ISSUER.burst())).isEqualTo(interval);
    assertThat(moments.get(39)).isEqualTo(30 * interval);
  }

  @Test
  void nobodyGoesBeforeTheHoldEndsAndThenAtThePace() {
    budget.hold(START + 15 * SECOND);

    assertThat(budget.reserve(START)).isEqualTo(START + 15 * SECOND);
    assertThat(budget.isClear(START + 15 * SECOND - 1)).isFalse();
    assertThat(budget.mayGo(START + 15 * SECOND - 1)).isFalse();
    assertThat(budget.isClear(START + 15 * SECOND)).isTrue();
    assertThat(budget.mayGo(START + 15 * SECOND)).isTrue();
  }

  @Test
  void aShorterHoldDoesNotShortenALongerOne() {
    budget.hold(START + 15 * SECOND);
    budget.hold(START + SECOND);

    assertThat(budget.mayGo(START + 2 * SECOND)).isFalse();
  }

  @Test
  void aHoldThatIsOverHindersNobody() {
    budget.hold(START - SECOND);

    assertThat(budget.mayGo(START)).isTrue();
  }

  @Test
  void aHoldBetweenReservationAndMomentStillHolds() {
    long moment = budget.reserve(START);
    budget.hold(START + SECOND);

    assertThat(budget.mayGo(moment)).isFalse();
    assertThat(budget.reserve(moment)).isGreaterThanOrEqualTo(START + SECOND);
  }

  @Test
  void whileOpenWhoWaitsComesBackWhenTheProbeIsDue() {
    open();

    assertThat(budget.mayGo(START)).isFalse();
    assertThat(budget.reserve(START)).isEqualTo(START + SECOND / 5);
    assertThat(budget.mayGo(START + SECOND / 5)).isTrue();
    assertThat(budget.mayGo(START + SECOND / 5)).isFalse();
  }

  /** A look at a breaker that is busy is no reason to stay away for long once it has closed. */
  @Test
  void whoComesAfterTheProbeSucceededGoesWithinASecond() {
    open();
    long went = START + SECOND / 5;
    assertThat(budget.mayGo(went)).isTrue();
    budget.reserve(went + 1);
    budget.answered();

    assertThat(budget.reserve(went + 2) - went).isLessThanOrEqualTo(SECOND);
  }

  @Test
  void exactlyOneOfManyThreadsIsTheProbe() throws Exception {
    open();
    long due = START + SECOND / 5;

    assertThat(together(() -> budget.mayGo(due))).isEqualTo(1);

    budget.unanswered(due, due + 1);
    long again = due + 1 + 2 * SECOND / 5;
    assertThat(together(() -> budget.mayGo(again - 1))).isZero();
    assertThat(together(() -> budget.mayGo(again))).isEqualTo(1);
  }

  @Test
  void manyThreadsAtOnceTakeTheBurstAndNoMore() throws Exception {
    assertThat(together(() -> budget.mayGo(START))).isEqualTo(Limits.OF_ISSUER.burst());
  }

  private void open() {
    for (int i = 0; i < Breaker.FAILURES_TO_OPEN; i++) {
      budget.unanswered(START - 1, START);
    }
  }

  /** How many of many threads, released through one gate, are told yes. */
  private static int together(Question question) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    CountDownLatch ready = new CountDownLatch(CALLERS);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      answers.add(
          pool.submit(
              () -> {
                ready.countDown();
                gate.await();
                return question.ask();
              }));
    }
    ready.await();
    gate.countDown();
    int yes = 0;
    for (Future<Boolean> answer : answers) {
      yes += answer.get() ? 1 : 0;
    }
    pool.shutdown();
    return yes;
  }

  private interface Question {
    boolean ask();
  }
}
