package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** R11: as many wait as may, and those beyond are told so. */
class WaitingTest {
  private final FakeExchange exchange = new FakeExchange();
  private final List<Step> decided = new ArrayList<>();

  @Test
  void letsAsManyWaitAsMay() throws InterruptedException {
    Waiting waiting = new Waiting(2);
    CountDownLatch gate = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      waiting.decide(
          () -> {
            gate.await();
            return Step.Next.NEXT;
          },
          exchange,
          decided::add);
    }

    assertThat(decided).hasSize(1);
    assertThat(CallScene.refusal(decided.getFirst()).ground()).isEqualTo(Ground.CROWDED);
    assertThat(waiting.present()).isEqualTo(2);

    gate.countDown();
    exchange.runNext();
    exchange.runNext();
    assertThat(decided.subList(1, 3)).containsOnly(Step.Next.NEXT);
    assertThat(waiting.present()).isZero();
  }

  @Test
  void hasPlaceAgainForTheNext() throws InterruptedException {
    Waiting waiting = new Waiting(1);
    for (int i = 0; i < 5; i++) {
      waiting.decide(() -> Step.Next.NEXT, exchange, decided::add);
      exchange.runNext();
    }

    assertThat(decided).hasSize(5).containsOnly(Step.Next.NEXT);
  }

  @Test
  void answersForWhatBursts() throws InterruptedException {
    Waiting waiting = new Waiting(1);
    waiting.decide(
        () -> {
          throw new IllegalStateException("a bug");
        },
        exchange,
        decided::add);
    exchange.runNext();

    assertThat(CallScene.refusal(decided.getFirst()).ground()).isEqualTo(Ground.BUG);
    assertThat(waiting.present()).isZero();
  }

  @Test
  void answersForWhatIsInterrupted() throws InterruptedException {
    Waiting waiting = new Waiting(1);
    waiting.decide(
        () -> {
          throw new InterruptedException();
        },
        exchange,
        decided::add);
    exchange.runNext();

    assertThat(CallScene.refusal(decided.getFirst()).status()).isEqualTo(503);
  }
}
