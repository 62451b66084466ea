package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue from many to one. */
@Timeout(30)
class RingTest {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  @Test
  void takesAsManyAsItHasRoomForAndNotOneMore() {
    Ring<Integer> ring = new Ring<>(3);

    assertThat(List.of(ring.offer(1), ring.offer(2), ring.offer(3))).containsOnly(true);
    assertThat(ring.offer(4)).isFalse();
    assertThat(ring.take(0)).isEqualTo(1);
    assertThat(ring.offer(5)).isTrue();
    assertThat(List.of(next(ring), next(ring), next(ring))).containsExactly(2, 3, 5);
    assertThat(ring.take(0)).isNull();
  }

  @Test
  void losesNothingThatManyOfferAtOnce() throws InterruptedException {
    Ring<Long> ring = new Ring<>(64);
    int threads = 8;
    int each = 20_000;
    AtomicLong taken = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> offering = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      long from = (long) i * each;
      offering.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    await(gate);
                    for (long value = from; value < from + each; value++) {
                      if (ring.offer(value)) {
                        taken.addAndGet(value);
                      } else {
                        refused.addAndGet(value);
                      }
                    }
                  }));
    }
    long all = (long) threads * each * (threads * each - 1) / 2;
    long seen = 0;
    long[] last = new long[threads];
    gate.countDown();
    for (Long value = ring.take(PATIENCE); value != null; value = take(ring, offering)) {
      seen += value;
      int thread = (int) (value / each);
      assertThat(value).as("in the order of its thread").isGreaterThanOrEqualTo(last[thread]);
      last[thread] = value;
    }
    assertThat(seen).isEqualTo(taken.get());
    assertThat(taken.get() + refused.get()).isEqualTo(all);
  }

  /** Null only when all have offered everything, and it is all taken. */
  private static Long take(Ring<Long> ring, List<Thread> offering) {
    boolean over = offering.stream().noneMatch(Thread::isAlive);
    Long value = ring.take(over ? 0 : Duration.ofMillis(1).toNanos());
    return value != null || over ? value : take(ring, offering);
  }

  private static int next(Ring<Integer> ring) {
    Integer value = ring.take(PATIENCE);
    return value == null ? -1 : value;
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
