package dev.keybearer.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.limit.Gauges.Limits;
import dev.keybearer.gateway.limit.Gauges.Paces;
import dev.keybearer.gateway.limit.Guesses.Attempt;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** D1 and D3: who shows wrong tokens, and who does not suffer from it. */
class GuessesTest {
  private static final Address ATTACKER = address("192.0.2.1");
  private static final Address VICTIM = address("198.51.100.9");
  private static final Verdict WRONG = new Verdict.Refused(Reason.SIGNATURE, "", Scopes.none());
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeTime time = FakeTime.standing();
  private final Guesses guesses = of(Pace.of(10, MINUTE, 10), null);

  private Guesses of(@Nullable Pace ofAddress, @Nullable Pace ofSubject) {
    Limits limits = new Limits(Paces.NONE, Paces.NONE, null, new Paces(ofAddress, ofSubject));
    return Objects.requireNonNull(new Gauges(time).of("orders", limits).guesses());
  }

  @Test
  void letsTenWrongTokensBeJudgedAndHoldsTheNextBack() {
    for (int i = 0; i < 10; i++) {
      assertThat(guess(guesses, ATTACKER, null)).isZero();
    }

    assertThat(guess(guesses, ATTACKER, null)).isEqualTo(MINUTE.dividedBy(10).toNanos());
    time.advance(MINUTE.dividedBy(10).minusNanos(1_000));
    assertThat(guess(guesses, ATTACKER, null)).isEqualTo(1_000);
    time.advance(Duration.ofNanos(1_000));
    assertThat(guess(guesses, ATTACKER, null)).isZero();
    assertThat(guess(guesses, ATTACKER, null)).isPositive();
  }

  /** Those under way count before anybody knows what becomes of them. */
  @Test
  void letsNoMoreThanTenBeJudgedOfAHundredAtOnce() {
    AtomicInteger judged = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        executor.execute(
            () -> {
              await(gate);
              if (guesses.attempt(ATTACKER, "alice", time.nanos()).held() == 0) {
                judged.incrementAndGet();
              }
            });
      }
      gate.countDown();
    }

    assertThat(judged).hasValue(10);
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void countsNobodyWhoseTokensAreGood() {
    for (int i = 0; i < 1_000; i++) {
      Attempt attempt = guesses.attempt(ATTACKER, null, time.nanos());
      assertThat(attempt.held()).isZero();
      attempt.givenUp(time.nanos());
    }
  }

  /** A place whose time has run out by itself is not given back a second time. */
  @Test
  void givesBackNoMoreThanWasTaken() {
    Attempt slow = guesses.attempt(ATTACKER, null, time.nanos());
    time.advance(MINUTE);
    for (int i = 0; i < 10; i++) {
      assertThat(guess(guesses, ATTACKER, null)).isZero();
    }

    slow.givenUp(time.nanos());

    assertThat(guess(guesses, ATTACKER, null)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {
        "MALFORMED",
        "ENCRYPTED",
        "HEADER",
        "ISSUER",
        "ALGORITHM",
        "KEY",
        "SIGNATURE",
        "INACTIVE"
      })
  void countsWhatMayHaveBeenGuessed(Reason reason) {
    assertThat(heldAfterEleven(reason)).isTrue();
  }

  /** A client that goes on with an ended token of its own is no guesser. */
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "MALFORMED",
        "ENCRYPTED",
        "HEADER",
        "ISSUER",
        "ALGORITHM",
        "KEY",
        "SIGNATURE",
        "INACTIVE"
      })
  void countsNothingThatAnIssuerSigned(Reason reason) {
    assertThat(heldAfterEleven(reason)).isFalse();
  }

  private boolean heldAfterEleven(Reason reason) {
    Verdict refused = new Verdict.Refused(reason, "", Scopes.none());
    for (int i = 0; i < 10; i++) {
      guesses.attempt(ATTACKER, null, time.nanos()).judged(refused, time.nanos());
    }
    return guesses.attempt(ATTACKER, null, time.nanos()).held() > 0;
  }

  /** D3: under the victim's name, from elsewhere. */
  @Test
  void holdsNoVictimBackForWhatIsGuessedUnderItsName() {
    Guesses both = of(Pace.of(10, MINUTE, 10), Pace.of(3, MINUTE, 3));
    for (int i = 0; i < 1_000; i++) {
      assertThat(guess(both, ATTACKER, "victim")).isNotNegative();
    }

    for (int i = 0; i < 3; i++) {
      assertThat(guess(both, VICTIM, "victim")).isZero();
    }
  }

  /** Whoever guesses one name at a shared address leaves room there for the others. */
  @Test
  void holdsOneSubjectBackBeforeItsAddress() {
    Guesses both = of(Pace.of(10, MINUTE, 10), Pace.of(3, MINUTE, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(guess(both, ATTACKER, "alice")).isZero();
    }

    assertThat(guess(both, ATTACKER, "alice")).isEqualTo(MINUTE.dividedBy(3).toNanos());
    for (int i = 0; i < 7; i++) {
      assertThat(guess(both, ATTACKER, "name " + i)).isZero();
    }
    assertThat(guess(both, ATTACKER, "bob")).isEqualTo(MINUTE.dividedBy(10).toNanos());
    assertThat(guess(both, ATTACKER, null)).isPositive();
  }

  /** A place of the subject is not used up by an address that is held back. */
  @Test
  void takesNoPlaceOfASubjectWhereItsAddressHasNone() {
    Guesses both = of(Pace.of(2, MINUTE, 2), Pace.of(1, Duration.ofHours(1), 1));
    assertThat(guess(both, ATTACKER, null)).isZero();
    assertThat(guess(both, ATTACKER, null)).isZero();
    assertThat(guess(both, ATTACKER, "alice")).isPositive();

    time.advance(MINUTE);

    assertThat(guess(both, ATTACKER, "alice")).isZero();
    assertThat(guess(both, ATTACKER, "alice")).isPositive();
  }

  @Test
  void countsAllAddressesOfAHouseholdAsOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(guess(guesses, address("2001:db8:0:1::" + i), null)).isZero();
    }

    assertThat(guess(guesses, address("2001:db8:0:1:ffff::"), null)).isPositive();
    assertThat(guess(guesses, address("2001:db8:0:2::1"), null)).isZero();
  }

  private long guess(Guesses by, Address from, @Nullable String subject) {
    Attempt attempt = by.attempt(from, subject, time.nanos());
    if (attempt.held() == 0) {
      attempt.judged(WRONG, time.nanos());
    }
    return attempt.held();
  }

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }
}
