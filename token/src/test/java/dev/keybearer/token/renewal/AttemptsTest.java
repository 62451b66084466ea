package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Limits;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.lease.Lease;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R5, R7: a credential's own backoff and pace, inside what all credentials of an issuer share. */
class AttemptsTest {
  private static final Trouble OUTAGE = Trouble.outage("it is down");
  private static final Trouble LOST = Trouble.ofRefresh(new Reply.Unanswered("reset", true));
  private static final int FAILURES_THAT_OPEN = 5;
  private static final Token TOKEN =
      Token.of(
          "Bearer",
          "abc",
          new Fingerprint("00"),
          new Token.Terms(1, Instant.parse("2026-11-20T00:00:00Z"), Scopes.none()));

  private final FakeTime time = new FakeTime(Instant.parse("2026-11-20T00:00:00Z"));
  private final Surroundings around =
      new Surroundings(
          time,
          null,
          EventDelivery.start(event -> {}, time),
          new Fingerprinter(Secret.of("key")),
          Alarms.start(time, moved -> {}),
          () -> 1,
          1);
  private final AskBudget issuer = new AskBudget(Limits.OF_ISSUER, time.nanos(), () -> 1);
  private final Attempts attempts = attempts(Limits.OF_CREDENTIAL);

  @AfterEach
  void close() {
    around.alarms().close();
    around.events().close();
  }

  @Test
  void theFirstAttemptIsMadeAtOnce() {
    assertThat(waits(attempts)).isZero();
    assertThat(attempts.isClear(time.nanos())).isTrue();
    assertThat(attempts.mayGo(time.nanos())).isTrue();
  }

  @Test
  void aFailureIsFollowedByAPauseThatItsPlanKeeps() {
    go(attempts);
    attempts.failed(OUTAGE, time.nanos(), null);

    assertThat(waits(attempts)).isEqualTo(200);
    time.advance(Duration.ofMillis(199));
    assertThat(waits(attempts)).isEqualTo(1);
    time.advance(Duration.ofMillis(1));
    assertThat(waits(attempts)).isZero();
  }

  /**
   * R4: an issuer that comes back just before the end is found in time, however long it was away.
   */
  @Test
  void noPauseOfAnOutageIsLongerThanHalfOfWhatTheTokenHasLeft() {
    assertThat(pauseAfterLong(OUTAGE, Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(30));
    assertThat(pauseAfterLong(OUTAGE, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(10));
    assertThat(pauseAfterLong(OUTAGE, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pauseAfterLong(OUTAGE, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
  }

  /** P6: an issuer that is away is not asked again and again for what nobody waits for. */
  @Test
  void pausesAreNotShortWhileTheTokenHasLongToLive() {
    long now = time.nanos();
    Lease current = new Lease(TOKEN, now, now, now + Duration.ofSeconds(16).toNanos());
    attempts.failed(OUTAGE, now, current);
    assertThat(waits(attempts)).isEqualTo(4_000);

    current = new Lease(TOKEN, now, now, now + Duration.ofHours(5).toNanos());
    attempts.failed(OUTAGE, now, current);
    assertThat(waits(attempts)).isEqualTo(15_000);
  }

  @Test
  void aRefusalAfterALongOutageIsProbedAsOftenAsAnyFirstOne() {
    Trouble refusal = Trouble.lasting(Kind.REFUSED, "no");
    for (int i = 0; i < 12; i++) {
      attempts.failed(OUTAGE, time.nanos(), null);
    }

    attempts.failed(refusal, time.nanos(), null);
    assertThat(waits(attempts)).isEqualTo(60_000);
    attempts.failed(refusal, time.nanos(), null);
    assertThat(waits(attempts)).isEqualTo(120_000);
  }

  /** S6, R7: whoever repeats a refresh after the issuer's grace loses all there is. */
  @Test
  void aRefreshWhoseAnswerWasLostIsRepeatedAtOnceHoweverLongTheTokenLives() {
    long now = time.nanos();
    Lease current = new Lease(TOKEN, now, now, now + Duration.ofHours(5).toNanos());
    for (int i = 0; i < 12; i++) {
      attempts.failed(OUTAGE, now, current);
    }

    attempts.failed(LOST, now, current);
    assertThat(waits(attempts)).isEqualTo(200);
    attempts.failed(LOST, now, current);
    assertThat(waits(attempts)).isEqualTo(400);
  }

  @Test
  void whatIsNotHeardOfALostRefreshKeepsItsHasteForTenSeconds() {
    long now = time.nanos();
    Lease current = new Lease(TOKEN, now, now, now + Duration.ofHours(5).toNanos());
    attempts.failed(LOST, now, current);

    time.advance(Duration.ofMillis(9_999));
    attempts.failed(OUTAGE, time.nanos(), current);
    assertThat(waits(attempts)).isEqualTo(400);

    time.advance(Duration.ofMillis(1));
    attempts.failed(OUTAGE, time.nanos(), current);
    assertThat(waits(attempts)).isEqualTo(15_000);
  }

  @Test
  void onlyALostRefreshIsUnclear() {
    Reply lost = new Reply.Unanswered("reset", true);
    Reply refused = new Reply.Unanswered("refused", false);

    assertThat(Trouble.ofRefresh(lost).unclear()).isTrue();
    assertThat(Trouble.ofRefresh(refused).unclear()).isFalse();
    assertThat(Trouble.of(lost).unclear()).isFalse();
  }

  @Test
  void anIssuerThatSaysNoIsNotHurriedByTheEndOfAToken() {
    assertThat(pauseAfterLong(Trouble.throttled("slow", null), Duration.ofSeconds(20)))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(pauseAfterLong(Trouble.lasting(Kind.REFUSED, "no"), Duration.ofSeconds(20)))
        .isEqualTo(Duration.ofHours(1));
  }

  /** A place taken ahead of time in a line that all share would make all others wait for it. */
  @Test
  void thePauseOfOneCredentialDelaysNoOther() {
    for (int i = 0; i < Limits.OF_ISSUER.burst(); i++) {
      Attempts throttled = attempts(Limits.OF_CREDENTIAL);
      go(throttled);
      throttled.failed(Trouble.throttled("slow down", null), time.nanos(), null);
      throttled.plan(time.nanos());
    }
    time.advance(Duration.ofMillis(500));

    assertThat(waits(attempts)).isZero();
  }

  @Test
  void thePaceOfOneCredentialDelaysNoOther() {
    Attempts slow = attempts(new Limits(1, Duration.ofMinutes(30)));
    go(slow);
    assertThat(waits(slow)).isEqualTo(Duration.ofMinutes(30).toMillis());

    assertThat(waits(attempts)).isZero();
  }

  @Test
  void anOperatorDoesNotWaitForThePauseAfterAFailure() {
    go(attempts);
    for (int i = 0; i < 8; i++) {
      attempts.failed(Trouble.throttled("slow down", null), time.nanos(), null);
    }
    assertThat(waits(attempts)).isGreaterThan(20_000);

    attempts.forgive(time.nanos());

    assertThat(waits(attempts)).isZero();
    assertThat(attempts.next()).isEqualTo(time.nanos());
  }

  @Test
  void lookingAgainWhileTheBreakerIsOpenCostsNothingOfTheCredentialsOwnPace() {
    open();
    for (int i = 0; i < 20; i++) {
      long moment = attempts.plan(time.nanos());
      time.advance(Duration.ofNanos(moment - time.nanos()));
      Attempts probe = attempts(Limits.OF_CREDENTIAL);
      if (probe.mayGo(time.nanos())) {
        probe.failed(OUTAGE, time.nanos(), null);
      }
      attempts.isClear(time.nanos());
    }
    issuer.answered();
    time.advance(Duration.ofSeconds(3));

    go(attempts); // in the place of its first look, which has long come back
    go(attempts);
    go(attempts);
    go(attempts);
    assertThat(waits(attempts)).isEqualTo(2000);
  }

  @ParameterizedTest
  @EnumSource(names = {"SECRET_UNREADABLE", "STORE_UNUSABLE", "NEEDS_LOGIN", "UNREACHABLE"})
  void whatNeverReachedTheIssuerDoesNotCloseItsBreaker(Kind kind) {
    open();
    time.advance(Duration.ofMillis(200));
    go(attempts);

    attempts.failed(Trouble.passing(kind, "no fault of the issuer"), time.nanos(), null);

    Attempts probe = attempts(Limits.OF_CREDENTIAL);
    assertThat(probe.mayGo(time.nanos())).isTrue();
    assertThat(attempts(Limits.OF_CREDENTIAL).mayGo(time.nanos())).isFalse();
  }

  @Test
  void aTokenFoundInTheStoreDoesNotCloseTheBreaker() {
    open();
    time.advance(Duration.ofMillis(200));
    go(attempts);

    attempts.succeeded(false);

    assertThat(attempts(Limits.OF_CREDENTIAL).mayGo(time.nanos())).isTrue();
    assertThat(attempts(Limits.OF_CREDENTIAL).mayGo(time.nanos())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "SCOPE_MISSING", "THROTTLED"})
  void anAnswerThatSaysNoClosesTheBreaker(Kind kind) {
    open();
    time.advance(Duration.ofMillis(200));
    go(attempts);

    attempts.failed(Trouble.passing(kind, "no"), time.nanos(), null);

    assertThat(attempts(Limits.OF_CREDENTIAL).mayGo(time.nanos())).isTrue();
    assertThat(attempts(Limits.OF_CREDENTIAL).mayGo(time.nanos())).isTrue();
  }

  @Test
  void retryAfterHoldsAllCredentialsOfTheIssuer() {
    go(attempts);
    attempts.failed(Trouble.throttled("slow down", Duration.ofSeconds(15)), time.nanos(), null);

    assertThat(waits(attempts(Limits.OF_CREDENTIAL))).isEqualTo(15_000);
    assertThat(waits(attempts)).isEqualTo(15_000);
  }

  @Test
  void anAnswerThatSaysTroubleIsFollowedByAPauseWithAFloor() {
    Trouble of503 =
        Trouble.of(new Reply.Denied(Habits.Meaning.OUTAGE, "", "answered 503", Duration.ZERO));
    Trouble unanswered = Trouble.of(new Reply.Unanswered("refused", false));

    assertThat(of503.pace()).isEqualTo(Backoff.UNAVAILABLE);
    assertThat(unanswered.pace()).isEqualTo(Backoff.TRANSPORT);
    assertThat(of503.outage()).isTrue();
    assertThat(of503.hold()).isZero();
  }

  private Attempts attempts(Limits limits) {
    return new Attempts(limits, around, issuer);
  }

  /** The pause after as many failures as make it longest, with a token that has so much left. */
  private Duration pauseAfterLong(Trouble trouble, Duration left) {
    Attempts tried = attempts(Limits.OF_CREDENTIAL);
    long now = time.nanos();
    Lease current = new Lease(TOKEN, now, now, now + left.toNanos());
    for (int i = 0; i < 12; i++) {
      tried.failed(trouble, now, current);
    }
    return Duration.ofNanos(tried.next() - now);
  }

  private long waits(Attempts of) {
    return (of.plan(time.nanos()) - time.nanos()) / 1_000_000;
  }

  private void go(Attempts of) {
    assertThat(of.plan(time.nanos())).isEqualTo(time.nanos());
    assertThat(of.mayGo(time.nanos())).isTrue();
  }

  private void open() {
    for (int i = 0; i < FAILURES_THAT_OPEN; i++) {
      issuer.unanswered(time.nanos() - 1, time.nanos());
    }
    assertThat(issuer.isClear(time.nanos())).isFalse();
  }
}
