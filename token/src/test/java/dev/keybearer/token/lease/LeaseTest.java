package dev.keybearer.token.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.lease.Lease.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R3, R4, R9: a token's moments, to the nanosecond and across the overflow of the clock. */
class LeaseTest {
  private static final long[] STARTS = {
    0, -7, Long.MAX_VALUE, Long.MAX_VALUE - 4_000_000_000L, Long.MIN_VALUE
  };
  private static final Token TOKEN =
      Token.of(
          "Bearer",
          "abc",
          new Fingerprint("00"),
          new Token.Terms(1, Instant.parse("2026-11-20T00:00:00Z"), Scopes.none()));

  /** Life, then renewal at draw 0 and at draw 1, all after an answer that took no time. */
  @ParameterizedTest
  @CsvSource({
    "PT1S, PT0.8S, PT0.75S",
    "PT5S, PT4S, PT3.75S",
    "PT100S, PT80S, PT75S",
    "PT1H, PT48M, PT45M",
    "PT48H, PT38H24M, PT36H",
    "PT720H, PT576H, PT540H",
    "PT10800H, PT8640H, PT8100H"
  })
  void isRenewedAtItsShareOfEveryLife(Duration life, Duration late, Duration early) {
    for (long start : STARTS) {
      assertThat(Duration.ofNanos(lease(start, 0, life, 0).renewFrom() - start)).isEqualTo(late);
      assertThat(Duration.ofNanos(lease(start, 0, life, 1).renewFrom() - start)).isEqualTo(early);
      assertThat(Duration.ofNanos(lease(start, 0, life, 0).ends() - start)).isEqualTo(life);
    }
  }

  @Test
  void mustBeRenewedHalfWayBetweenRenewalAndEnd() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(100), 0);

      assertThat(lease.mustRenew() - start).isEqualTo(Duration.ofSeconds(90).toNanos());
    }
  }

  @Test
  void isFreshThenStaleThenExpiredToTheNanosecond() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(100), 0.5);

      assertThat(lease.at(start)).isEqualTo(Freshness.FRESH);
      assertThat(lease.at(lease.renewFrom() - 1)).isEqualTo(Freshness.FRESH);
      assertThat(lease.at(lease.renewFrom())).isEqualTo(Freshness.STALE);
      assertThat(lease.at(lease.ends() - 1)).isEqualTo(Freshness.STALE);
      assertThat(lease.at(lease.ends())).isEqualTo(Freshness.EXPIRED);
    }
  }

  @Test
  void isUsableWhileNowIsBeforeItsEndAndNotAtIt() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(1), 0);

      assertThat(lease.isUsable(lease.ends() - 1)).isTrue();
      assertThat(lease.isUsable(lease.ends())).isFalse();
      assertThat(lease.isUsable(lease.ends() + 1)).isFalse();
    }
  }

  @Test
  void isOverdueFromItsMomentToItsEnd() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(100), 0);

      assertThat(lease.isOverdue(lease.mustRenew() - 1)).isFalse();
      assertThat(lease.isOverdue(lease.mustRenew())).isTrue();
      assertThat(lease.isOverdue(lease.ends() - 1)).isTrue();
      assertThat(lease.isOverdue(lease.ends())).isFalse();
    }
  }

  /** Age counts from before the request; a slow answer costs at most a tenth of the life more. */
  @ParameterizedTest
  @CsvSource({
    "PT100S, PT0S, PT100S",
    "PT100S, PT2S, PT98S",
    "PT100S, PT10S, PT90S",
    "PT100S, PT10.000000001S, PT90S",
    "PT100S, PT50S, PT90S",
    "PT5S, PT0.3S, PT4.7S",
    "PT1S, PT9S, PT0.9S"
  })
  void endsOneRoundTripEarly(Duration life, Duration roundTrip, Duration usable) {
    for (long start : STARTS) {
      Lease lease = lease(start, roundTrip.toNanos(), life, 0);

      assertThat(Duration.ofNanos(lease.ends() - start)).isEqualTo(usable);
    }
  }

  /** Guarantee 11: no cliff for short tokens. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "PT2S", "PT5S", "PT30S", "PT60S", "PT300S"})
  void aShortTokenIsFreshForThreeQuartersOfItsLife(Duration life) {
    for (int draw = 0; draw <= 10; draw++) {
      Lease lease = lease(0, 0, life, draw / 10.0);

      assertThat(lease.renewFrom()).isGreaterThanOrEqualTo(life.toNanos() / 4 * 3);
    }
  }

  @Test
  void aThousandDrawsSpreadEvenlyOverTheWindow() {
    SplittableRandom random = new SplittableRandom(20);
    Duration life = Duration.ofHours(1);
    int[] tenths = new int[10];
    for (int i = 0; i < 1000; i++) {
      Lease lease = lease(0, 0, life, random.nextDouble());
      double share = lease.renewFrom() / (double) life.toNanos();
      assertThat(share).isBetween(0.75, 0.80);
      tenths[(int) Math.min(9, (share - 0.75) / 0.005)]++;
    }

    assertThat(tenths).doesNotContain(0);
    for (int tenth : tenths) {
      assertThat(tenth).isBetween(65, 135);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.999999, 0", "0.95, 0.01", "0.95, 0.949999", "0.000001, 0", "0.5, 0.499999"})
  void keepsItsMomentsInOrderUnderEveryPolicy(double at, double spread) {
    RenewalPolicy policy = RenewalPolicy.STANDARD.withRenewal(at, spread);
    for (long start : STARTS) {
      for (double draw : new double[] {0, 0.5, Math.nextDown(1.0), 1}) {
        Lease.Span span = new Lease.Span(start, start + 900_000_000L, 1_000_000_000L);
        Lease lease = Lease.of(TOKEN, span, policy, draw);

        assertThat(lease.renewFrom() - start).isNotNegative();
        assertThat(lease.mustRenew() - lease.renewFrom()).isNotNegative();
        assertThat(lease.ends() - lease.mustRenew()).isNotNegative();
      }
    }
  }

  @Test
  void agesAsAWhole() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(100), 0);
      Lease aged = lease.aged(7);

      assertThat(aged)
          .isEqualTo(
              new Lease(TOKEN, lease.renewFrom() - 7, lease.mustRenew() - 7, lease.ends() - 7));
    }
  }

  @Test
  void becomesDueWithoutEndingEarlier() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(100), 0);
      Lease due = lease.due(start + 5);

      assertThat(due).isEqualTo(new Lease(TOKEN, start + 5, start + 5, lease.ends()));
      assertThat(due.at(start + 5)).isEqualTo(Freshness.STALE);
      long between = lease.mustRenew() - 1;
      assertThat(lease.due(between))
          .isEqualTo(new Lease(TOKEN, lease.renewFrom(), between, lease.ends()));
      assertThat(lease.due(lease.ends())).isEqualTo(lease);
    }
  }

  @Test
  void endsEarlierOnDemandAndNeverLater() {
    for (long start : STARTS) {
      Lease lease = lease(start, 0, Duration.ofSeconds(100), 0);

      assertThat(lease.endingBy(lease.ends() + 1)).isEqualTo(lease);
      assertThat(lease.endingBy(start + 5))
          .isEqualTo(new Lease(TOKEN, start + 5, start + 5, start + 5));
      assertThat(lease.endingBy(start).isUsable(start)).isFalse();
    }
  }

  @Test
  void namesItsTokenOnlyByFingerprint() {
    assertThat(lease(0, 0, Duration.ofSeconds(1), 0).toString()).doesNotContain("abc");
  }

  private static Lease lease(long askedAt, long roundTrip, Duration life, double draw) {
    Lease.Span span = new Lease.Span(askedAt, askedAt + roundTrip, life.toNanos());
    return Lease.of(TOKEN, span, RenewalPolicy.STANDARD, draw);
  }
}
