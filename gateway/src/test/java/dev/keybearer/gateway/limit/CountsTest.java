package dev.keybearer.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D1 and D2: how much of a pace is used up, exactly, in a table that never grows. */
class CountsTest {
  private static final Pace FIVE = Pace.of(1, Duration.ofSeconds(1), 5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MICRO = 1_000;
  private static final long LIMIT = 64L << 20;
  private static final int MILLION = 1_000_000;
  private static final int THREADS = 8;
  private static final int ROUNDS = 2_000;
  private static final int KEYS = 10;

  /** Close before the overflow of the monotonic clock. */
  private static final long START = Long.MAX_VALUE - 10 * SECOND;

  private final Counts counts = Counts.begin(START);

  @Test
  void letsABurstThroughAndNoMore() {
    assertThat(taken(7, 10, START)).isEqualTo(5);
    assertThat(counts.take(7, FIVE, START)).isEqualTo(-SECOND / MICRO);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 20, 86_400})
  void letsOneThroughFromTheIntervalOn(long after) {
    assertThat(taken(7, 5, START)).isEqualTo(5);
    long due = START + SECOND;

    assertThat(counts.take(7, FIVE, due - MICRO)).isEqualTo(-1);
    assertThat(counts.take(7, FIVE, due)).isPositive();
    assertThat(counts.take(7, FIVE, due)).isNegative();
    assertThat(taken(7, 10, due + after * SECOND)).isEqualTo((int) Math.min(5, after));
  }

  @Test
  void countsEachKeyAlone() {
    assertThat(taken(7, 10, START)).isEqualTo(5);
    assertThat(taken(8, 10, START)).isEqualTo(5);
    assertThat(taken((1L << 60) + 7, 10, START)).isEqualTo(5);
  }

  @Test
  void takesUpNothingByRefusing() {
    assertThat(taken(7, 1_000, START)).isEqualTo(5);

    assertThat(counts.take(7, FIVE, START + SECOND)).isPositive();
  }

  @Test
  void hasRoomAgainForWhatWasGivenBack() {
    assertThat(taken(7, 5, START)).isEqualTo(5);

    counts.giveBack(7, FIVE.interval(), START);

    assertThat(taken(7, 5, START)).isEqualTo(1);
  }

  @Test
  void neverHasRoomForMoreThanItsBurst() {
    assertThat(taken(7, 1, START)).isEqualTo(1);

    for (int i = 0; i < 10; i++) {
      counts.giveBack(7, FIVE.interval(), START);
    }
    counts.giveBack(99, FIVE.interval(), START);

    assertThat(taken(7, 20, START)).isEqualTo(5);
  }

  /** What is used up stays so when the pace changes, as far as the new one can express it. */
  @Test
  void keepsCountsWhenThePaceChanges() {
    assertThat(taken(7, 5, START)).isEqualTo(5);
    Pace one = Pace.of(1, Duration.ofSeconds(1), 1);
    Pace ten = Pace.of(1, Duration.ofSeconds(1), 10);

    assertThat(counts.take(7, one, START)).isEqualTo(-SECOND / MICRO);
    assertThat(counts.take(7, ten, START)).isEqualTo(6 * SECOND / MICRO);
  }

  /** Moments have 44 bits; what is far in the past must not look like the future. */
  @ParameterizedTest
  @ValueSource(longs = {1, 100, 103, 150, 202, 300, 1_000})
  void forgetsWhateverWasDaysAgo(long days) {
    assertThat(taken(7, 5, START)).isEqualTo(5);

    assertThat(taken(7, 10, START + Duration.ofDays(days).toNanos())).isEqualTo(5);
  }

  /** D1: keys of one set come for the first time, on all threads from one gate. */
  @Test
  void letsExactlyABurstThroughOfManyAtOnce() {
    Counts one = Counts.of(1, START);
    AtomicIntegerArray through = new AtomicIntegerArray(ROUNDS * KEYS);
    CyclicBarrier gate = new CyclicBarrier(THREADS);
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        executor.execute(() -> run(gate, first, one, through));
      }
    }
    assertThat(IntStream.range(0, through.length()).map(through::get)).containsOnly(5);
  }

  private static void run(CyclicBarrier gate, int first, Counts one, AtomicIntegerArray through) {
    for (int round = 0; round < ROUNDS; round++) {
      pass(gate);
      // Two days later nothing of the round before counts, so that its seats are free.
      long now = START + round * Duration.ofDays(2).toNanos();
      for (int i = 0; i < 2 * KEYS; i++) {
        int key = round * KEYS + (first + i) % KEYS;
        if (one.take(key + 1, FIVE, now) > 0) {
          through.incrementAndGet(key);
        }
      }
    }
  }

  private static void pass(CyclicBarrier gate) {
    try {
      gate.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void takesLessThan64MebibytesForCallsAndGuessesTogether() {
    assertThat(2 * counts.bytes()).isLessThanOrEqualTo(LIMIT);
  }

  /** D2: what a million strangers make it forget is other strangers. */
  @Test
  void remembersWhoIsHeldBackAmongAMillionStrangers() {
    SplittableRandom random = new SplittableRandom(1);
    long[] held = random.longs(1_000).toArray();
    for (long key : held) {
      assertThat(taken(key, 5, START)).isEqualTo(5);
    }
    long[] strangers = random.longs(MILLION).toArray();
    long before = counts.bytes();

    for (long stranger : strangers) {
      assertThat(counts.take(stranger, FIVE, START)).isPositive();
    }

    assertThat(Arrays.stream(held)).allMatch(key -> counts.take(key, FIVE, START) < 0);
    assertThat(counts.bytes()).isEqualTo(before);
    int remembered = 0;
    for (long stranger : strangers) {
      remembered += counts.take(stranger, FIVE, START) > FIVE.interval() ? 1 : 0;
    }
    assertThat(remembered).isGreaterThan(MILLION / 1_000 * 995);
  }

  @Test
  void forgetsWhoHasUsedUpLeastWhenASetIsFull() {
    Counts one = Counts.of(1, START);
    for (int key = 1; key <= 15; key++) {
      for (int i = 0; i < (key == 9 ? 1 : 3); i++) {
        assertThat(one.take(key, FIVE, START)).isPositive();
      }
    }

    assertThat(one.take(16, FIVE, START)).isPositive();

    assertThat(one.take(1, FIVE, START)).isEqualTo(4 * FIVE.interval());
    assertThat(one.take(15, FIVE, START)).isEqualTo(4 * FIVE.interval());
    assertThat(one.take(9, FIVE, START))
        .as("the one that was forgotten")
        .isEqualTo(FIVE.interval());
  }

  private int taken(long key, int tries, long now) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += counts.take(key, FIVE, now) > 0 ? 1 : 0;
    }
    return taken;
  }
}
