package dev.keybearer.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Windows that move along, on a clock that overflows inside them. */
class LatelyTest {
  private static final int WINDOW = 300;
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

  private final Lately lately = new Lately(WINDOW, START);

  @Test
  void knowsOfNothingBeforeAnythingHappens() {
    assertThat(lately.count(at(0))).isZero();
    assertThat(lately.count(at(5_000))).isZero();
    assertThat(lately.until(1, at(0))).isNull();
  }

  @Test
  void countsUntilTheInstantBeforeTheWindowHasPassed() {
    lately.happened(at(7));

    assertThat(lately.count(at(7 + WINDOW) - 1)).isEqualTo(1);
    assertThat(lately.count(at(7 + WINDOW))).isZero();
  }

  @Test
  void countsBySeconds() {
    lately.happened(at(7) + 999_999_999);

    assertThat(lately.count(at(7 + WINDOW) - 1)).isEqualTo(1);
    assertThat(lately.count(at(7 + WINDOW))).isZero();
  }

  @Test
  void usesEachSlotAgain() {
    for (int second = 0; second < 3 * WINDOW; second++) {
      lately.happened(at(second));
      assertThat(lately.count(at(second))).isEqualTo(Math.min(second + 1, WINDOW));
    }
  }

  @Test
  void saysWhenSoManyAreReachedNoLonger() {
    lately.happened(at(1));
    lately.happened(at(3));
    lately.happened(at(3));

    assertThat(lately.until(4, at(10))).isNull();
    assertThat(lately.until(3, at(10))).isEqualTo(Duration.ofSeconds(1 + WINDOW - 10));
    assertThat(lately.until(2, at(10))).isEqualTo(Duration.ofSeconds(3 + WINDOW - 10));
    assertThat(lately.until(1, at(10))).isEqualTo(Duration.ofSeconds(3 + WINDOW - 10));
    assertThat(lately.until(1, at(3))).isEqualTo(Duration.ofSeconds(WINDOW));
    assertThat(lately.until(1, at(3 + WINDOW))).isNull();
  }

  @Test
  void keepsNothingOfWhoeverComesAWindowLate() {
    lately.happened(at(WINDOW + 5));
    lately.happened(at(5));

    assertThat(lately.count(at(WINDOW + 5))).isEqualTo(1);
  }

  @Test
  void losesNothingOfManyThreads() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofPlatform().start(() -> happenAt(gate)));
    }
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(lately.count(at(4))).isEqualTo(80_000);
  }

  private void happenAt(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 10_000; i++) {
      lately.happened(at(i % 5));
    }
  }

  private static long at(long second) {
    return START + Duration.ofSeconds(second).toNanos();
  }
}
