package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handing over without a lock. */
@Timeout(60)
class BacklogTest {
  private static final int CAPACITY = 8;

  private final Backlog<Integer> backlog = new Backlog<>(CAPACITY);

  @Test
  void keepsTheOrderOverManyLaps() {
    for (int i = 0; i < 5 * CAPACITY; i++) {
      assertThat(backlog.offer(i)).isTrue();
      assertThat(backlog.offer(-i)).isTrue();
      assertThat(backlog.poll()).isEqualTo(i);
      assertThat(backlog.poll()).isEqualTo(-i);
    }
    assertThat(backlog.poll()).isNull();
  }

  @Test
  void takesAsManyAsFitAndNotOneMore() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(backlog.offer(i)).isTrue();
    }
    assertThat(backlog.offer(99)).isFalse();
    assertThat(backlog.poll()).isZero();
    assertThat(backlog.offer(99)).isTrue();
    assertThat(backlog.offer(100)).isFalse();
  }

  /** Nothing is lost or doubled, each thread's own order stays, and no taker sleeps on. */
  @Test
  void handsOverEverythingOfManyThreads() throws InterruptedException {
    int threads = 8;
    int each = 20_000;
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> offering = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * each;
      offering.add(Thread.ofPlatform().start(() -> offerAt(gate, first, each)));
    }
    gate.countDown();
    int[] next = new int[threads];
    for (int taken = 0; taken < threads * each; ) {
      Integer element = backlog.poll();
      if (element == null) {
        backlog.await();
        backlog.gather(1);
      } else {
        assertThat(element % each).isEqualTo(next[element / each]++);
        taken++;
      }
    }
    for (Thread thread : offering) {
      thread.join();
    }
    assertThat(Arrays.stream(next).sum()).isEqualTo(threads * each);
    assertThat(backlog.poll()).isNull();
  }

  @Test
  void wakesWhoeverGathersOnceHalfIsFull() throws InterruptedException {
    Thread taker = Thread.ofPlatform().start(() -> backlog.gather(60_000));
    for (int i = 0; i < CAPACITY; i++) {
      backlog.offer(i);
    }
    taker.join();
    assertThat(backlog.poll()).isZero();
  }

  private void offerAt(CountDownLatch gate, int first, int count) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = first; i < first + count; i++) {
      while (!backlog.offer(i)) {
        Thread.onSpinWait();
      }
    }
  }
}
