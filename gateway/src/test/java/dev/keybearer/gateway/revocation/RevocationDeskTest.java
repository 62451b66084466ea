package dev.keybearer.gateway.revocation;

import static dev.keybearer.gateway.revocation.Judged.CORP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.gateway.revocation.Ended.AtIssuer;
import dev.keybearer.gateway.revocation.Ending.Reach;
import dev.keybearer.gateway.revocation.Judged.Says;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K4: from a wish to end tokens to an end that counts, lasts, and is released. */
class RevocationDeskTest {
  private static final Instant NOW = FakeTime.START;
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration LIFE = Duration.ofDays(30).plusSeconds(120);
  private static final Says ADA = Says.of("1", "ada", "app");
  private static final Target SUBJECT = new Target.Subject(null, "ada");

  private final FakeTime time = new FakeTime();
  private final DyingStore store = new DyingStore(MemoryTokenStore.open());
  private final List<String> asked = new ArrayList<>();
  private boolean confirms = true;
  private RevocationList list = RevocationList.of(time);
  private RevocationDesk desk = open();
  private final Judged judged = new Judged();

  @AfterEach
  void close() {
    judged.close();
  }

  @Test
  void aPresentedTokenIsEndedWithoutBelievingWhatStandsInIt() {
    String token = Judged.token(ADA);
    Ended ended = ended(new Ending.Presented(Secret.of(token), Reach.HERE));

    assertThat(list.isRevoked(judged.verified(token))).isTrue();
    assertThat(list.isRevoked(judged.verified(ADA.issued(NOW)))).isFalse(); // the same jti
    assertThat(ended.revocations())
        .extracting(Revocation::kind)
        .containsExactly(Target.Kind.TEXT, Target.Kind.CONTENT);
    assertThat(ended.number()).isEqualTo(2);
    assertThat(ended.atIssuer()).isEqualTo(AtIssuer.NOT_ASKED);
  }

  @Test
  void itsNameIsEnoughToEndAToken() {
    Verified token = judged.verified(ADA);
    end(new Target.Text(token.fingerprint()), null);

    assertThat(list.isRevoked(token)).isTrue();
  }

  @Test
  void aSubjectIsEndedUpToWhatAClockAheadOfOursIssuesNow() {
    Ended ended = end(SUBJECT, null);

    Instant before = NOW.plusSeconds(10);
    assertThat(ended.revocations())
        .containsExactly(
            new Revocation(SUBJECT.key(), Target.Kind.SUBJECT, before, before.plus(LIFE), NOW));
    assertThat(list.isRevoked(ada(before.minus(MILLI)))).isTrue();
    assertThat(list.isRevoked(ada(before))).isFalse();
  }

  @Test
  void oneTokenIsEndedWheneverItWasIssued() {
    Target numbered = new Target.Numbered(CORP, "1");

    assertThat(end(numbered, null).revocations())
        .containsExactly(
            new Revocation(numbered.key(), Target.Kind.NUMBERED, null, NOW.plus(LIFE), NOW));
    assertThat(list.isRevoked(ada(NOW.plus(Duration.ofDays(1))))).isTrue();
  }

  @Test
  void aMomentThatIsGivenCounts() {
    Instant past = NOW.minus(Duration.ofDays(365));
    Ended ended = end(SUBJECT, past);

    assertThat(ended.revocations().get(0).until()).isEqualTo(NOW.plus(LIFE));
    assertThat(list.isRevoked(ada(past.minus(MILLI)))).isTrue();
    assertThat(list.isRevoked(ada(past))).isFalse();
  }

  @Test
  void countsUntilTheLongestTokenHasEnded() {
    Instant ahead = NOW.plus(Terms.FURTHEST);
    end(SUBJECT, ahead);
    Verified token = ada(NOW);

    time.advance(Duration.between(NOW, ahead).plus(LIFE).minus(MILLI));
    assertThat(list.isRevoked(token)).isTrue();
    time.advance(MILLI);
    assertThat(list.isRevoked(token)).isFalse();
  }

  @Test
  void refusesAMomentThatNobodyCanMean() {
    Instant tooFar = NOW.plus(Terms.FURTHEST).plusNanos(1);

    assertThat(desk.end(new Ending.Named(SUBJECT, tooFar))).isInstanceOf(Answer.Refused.class);
    assertThat(list.size()).isZero();
    assertThat(store.writes()).isZero();
  }

  @Test
  void whatWasEndedCountsAfterARestart() {
    end(SUBJECT, null);
    end(new Target.Client(CORP, "shop"), null);

    restart();

    assertThat(list.isRevoked(ada(NOW))).isTrue();
    assertThat(list.isRevoked(judged.verified(Says.of("2", "bob", "shop").issued(NOW)))).isTrue();
    assertThat(list.isRevoked(judged.verified(Says.of("2", "bob", "app").issued(NOW)))).isFalse();
    assertThat(desk.state().number()).isEqualTo(2);
  }

  @Test
  void endingWhatWasEndedIsFine() {
    end(SUBJECT, null);
    time.advance(Duration.ofMinutes(1));
    Ended again = end(SUBJECT, null);

    assertThat(again.number()).isEqualTo(2);
    assertThat(desk.state().targets()).isEqualTo(1);
    assertThat(list.isRevoked(ada(NOW.plusSeconds(69)))).isTrue();
  }

  @Test
  void whatCannotBeWrittenCountsAllTheSameAndIsAFailure() {
    store.failAt(1, false);

    RevocationFailure failure =
        catchThrowableOfType(RevocationFailure.class, () -> end(SUBJECT, null));

    assertThat(failure.kind()).isEqualTo(RevocationFailure.Kind.UNWRITABLE);
    assertThat(failure).hasMessageContaining("a restart would forget it, so end it again");
    assertThat(list.isRevoked(ada(NOW))).isTrue();
    assertThat(desk.state().counts()).isEqualTo(new RevocationState.Counts(0, 1, 0));
    end(SUBJECT, null);
    restart();
    assertThat(list.isRevoked(ada(NOW))).isTrue();
  }

  @Test
  void whatThereIsNoRoomForIsAFailureAndIsNotWritten() {
    list = RevocationList.of(time, 1);
    desk = open();
    end(SUBJECT, null);
    int writes = store.writes();

    RevocationFailure failure =
        catchThrowableOfType(
            RevocationFailure.class, () -> end(new Target.Client(null, "app"), null));

    assertThat(failure.kind()).isEqualTo(RevocationFailure.Kind.FULL);
    assertThat(store.writes()).isEqualTo(writes);
  }

  @Test
  void theIssuerIsAskedWhenThatIsWished() {
    Ending ending = new Ending.Presented(Secret.of("opaque"), Reach.ISSUER);

    assertThat(ended(ending).atIssuer()).isEqualTo(AtIssuer.CONFIRMED);
    confirms = false;
    assertThat(ended(ending).atIssuer()).isEqualTo(AtIssuer.UNCONFIRMED);
    assertThat(asked).containsExactly("opaque", "opaque");
  }

  @Test
  void aSweepReleasesWhatHasEnded() {
    end(SUBJECT, null);
    time.advance(LIFE.plusSeconds(10));

    desk.sweep();

    assertThat(desk.state().targets()).isZero();
    assertThat(desk.state().counts()).isEqualTo(new RevocationState.Counts(1, 0, 1));
  }

  @Test
  void showsHowLongItTookUntilAnEndCounted() {
    Ended ended = end(SUBJECT, null);

    assertThat(ended.effective()).isZero(); // time stands still
    assertThat(desk.state().lag())
        .isEqualTo(new RevocationState.Lag(Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  private Verified ada(@Nullable Instant issuedAt) {
    return judged.verified(ADA.issued(issuedAt));
  }

  private Ended end(Target target, @Nullable Instant issuedBefore) {
    return ended(new Ending.Named(target, issuedBefore));
  }

  private Ended ended(Ending ending) {
    Answer answer = desk.end(ending);
    assertThat(answer).isInstanceOf(Ended.class);
    return (Ended) answer;
  }

  private void restart() {
    list = RevocationList.of(time);
    desk = open();
  }

  private RevocationDesk open() {
    IssuerEnd issuers =
        token -> {
          asked.add(token.reveal());
          return confirms;
        };
    return RevocationDesk.open(
        StoredRevocationLog.open(store),
        list,
        new RevocationDesk.Means(Judged.names(), issuers, Terms.STANDARD, time));
  }
}
