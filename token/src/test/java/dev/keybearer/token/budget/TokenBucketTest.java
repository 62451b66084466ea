package dev.keybearer.token.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R5: a burst at once, then one an interval, wherever the monotonic clock stands. */
class TokenBucketTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Limits THREE = new Limits(3, Duration.ofSeconds(2));

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE, Long.MAX_VALUE - 3_000_000_000L, Long.MIN_VALUE})
  void letsABurstGoAtOnceAndThenOneAnInterval(long now) {
    TokenBucket bucket = new TokenBucket(THREE, now);

    assertThat(waits(bucket, now, 6)).containsExactly(0L, 0L, 0L, 2L, 4L, 6L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L})
  void takesABurstAndThenOneAnIntervalToTheNanosecond(long now) {
    TokenBucket bucket = new TokenBucket(THREE, now);

    assertThat(taken(bucket, now, 10)).isEqualTo(3);
    assertThat(bucket.take(now + 2 * SECOND - 1)).isFalse();
    assertThat(bucket.take(now + 2 * SECOND)).isTrue();
    assertThat(bucket.take(now + 2 * SECOND)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L})
  void refillsToABurstAndNoFurther(long now) {
    TokenBucket bucket = new TokenBucket(THREE, now);
    bucket.reserve(now);
    bucket.reserve(now);
    bucket.reserve(now);

    assertThat(waits(bucket, now + 4 * SECOND, 3)).containsExactly(0L, 0L, 2L);
    assertThat(taken(bucket, now + 3600 * SECOND, 10)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L})
  void whatIsTakenCountsForReservationsAndTheOtherWayRound(long now) {
    TokenBucket bucket = new TokenBucket(THREE, now);
    bucket.take(now);
    bucket.take(now);

    assertThat(waits(bucket, now, 2)).containsExactly(0L, 2L);
    assertThat(bucket.take(now + 2 * SECOND)).isFalse();
    assertThat(bucket.take(now + 4 * SECOND)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L})
  void placesInTheFutureAreSpacedFromThere(long now) {
    TokenBucket bucket = new TokenBucket(THREE, now);

    assertThat(waits(bucket, now + 10 * SECOND, 4)).containsExactly(0L, 0L, 0L, 2L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L})
  void aBurstOfOneNeverLetsTwoGoWithinAnInterval(long now) {
    TokenBucket bucket = new TokenBucket(new Limits(1, Duration.ofSeconds(1)), now);

    assertThat(waits(bucket, now, 3)).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L, Long.MIN_VALUE})
  void theWidestLimitsDoNotOverflow(long now) {
    TokenBucket bucket = new TokenBucket(new Limits(365, Duration.ofDays(1)), now);

    assertThat(waits(bucket, now, 365)).containsOnly(0L);
    assertThat(waits(bucket, now, 2)).containsExactly(86_400L, 2 * 86_400L);
  }

  private static List<Long> waits(TokenBucket bucket, long wanted, int count) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waits.add((bucket.reserve(wanted) - wanted) / SECOND);
    }
    return waits;
  }

  private static int taken(TokenBucket bucket, long now, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += bucket.take(now) ? 1 : 0;
    }
    return taken;
  }
}
