package dev.keybearer.gateway.revocation;

import static dev.keybearer.gateway.revocation.Judged.CORP;
import static dev.keybearer.gateway.revocation.Judged.OTHER;
import static dev.keybearer.gateway.revocation.Sample.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.gateway.revocation.Judged.Says;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K4: exactly what was ended is refused, from the moment on and as long as it was to be. */
class RevocationListTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Target ADA = new Target.Subject(null, "ada");

  private final FakeTime time = new FakeTime();
  private final RevocationList list = RevocationList.of(time);
  private final Judged judged = new Judged();

  @AfterEach
  void close() {
    judged.close();
  }

  @Test
  void anEmptyListEndsNothing() {
    assertThat(list.isRevoked(ada(Instant.EPOCH))).isFalse();
    assertThat(list.size()).isZero();
  }

  static Stream<Arguments> targets() {
    List<Says> all =
        List.of(
            Says.of("1", "ada", "app"),
            Says.of("2", "ada", "shop"),
            Says.of("3", "bob", "app"),
            Says.of("1", "ada", "app").from(OTHER),
            Says.of("4", "app", "ada"));
    String first = Judged.token(all.get(0));
    List<Target> text = Target.of(Secret.of(first), Judged.names());
    return Stream.of(
        Arguments.of(text.get(0), all, List.of(0)),
        Arguments.of(text.get(1), all, List.of(0)),
        Arguments.of(new Target.Numbered(CORP, "1"), all, List.of(0)),
        Arguments.of(new Target.Subject(null, "ada"), all, List.of(0, 1, 3)),
        Arguments.of(new Target.Subject(CORP, "ada"), all, List.of(0, 1)),
        Arguments.of(new Target.Client(null, "app"), all, List.of(0, 2, 3)),
        Arguments.of(new Target.Client(CORP, "app"), all, List.of(0, 2)),
        Arguments.of(new Target.Client(OTHER, "shop"), all, List.of()));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void endsWhatIsNamedAndNothingElse(Target target, List<Says> all, List<Integer> ended) {
    list.put(Sample.of(target));

    for (int i = 0; i < all.size(); i++) {
      assertThat(list.isRevoked(judged.verified(all.get(i)))).isEqualTo(ended.contains(i));
    }
  }

  @Test
  void aTokenIssuedBeforeTheMomentIsEndedAndOneIssuedThenIsNot() {
    Instant moment = FakeTime.START.minusSeconds(60);
    list.put(Sample.of(ADA, moment, HOUR));

    assertThat(list.isRevoked(ada(moment.minus(MILLI)))).isTrue();
    assertThat(list.isRevoked(ada(moment))).isFalse();
    assertThat(list.isRevoked(ada(moment.plus(MILLI)))).isFalse();
  }

  @Test
  void aTokenThatDoesNotSayWhenItWasIssuedCountsAsIssuedBefore() {
    list.put(Sample.of(ADA, Instant.EPOCH.plusMillis(1), HOUR));

    assertThat(list.isRevoked(ada(null))).isTrue();
  }

  @Test
  void aMomentBetweenTwoMillisecondsIsTakenForTheLater() {
    Instant moment = FakeTime.START.plusNanos(1);
    list.put(Sample.of(ADA, moment, HOUR));

    assertThat(list.isRevoked(ada(FakeTime.START))).isTrue();
    assertThat(list.isRevoked(ada(FakeTime.START.plus(MILLI)))).isFalse();
  }

  @Test
  void countsUntilItsMomentAndNotThen() {
    Verified ada = ada(FakeTime.START);
    list.put(Sample.of(ADA));

    time.advance(HOUR.minus(MILLI));
    assertThat(list.isRevoked(ada)).isTrue();
    time.advance(MILLI);
    assertThat(list.isRevoked(ada)).isFalse();
  }

  @Test
  void ofTwoAboutOneTargetTheLaterMomentsCount() {
    Instant now = FakeTime.START;
    list.put(Sample.of(ADA, now.minusSeconds(60), HOUR.multipliedBy(2)));
    list.put(Sample.of(ADA, now.minusSeconds(30), HOUR));
    Verified between = ada(now.minusSeconds(45));

    assertThat(list.isRevoked(between)).isTrue();
    time.advance(HOUR.multipliedBy(2).minus(MILLI));
    assertThat(list.isRevoked(between)).isTrue();
    time.advance(MILLI);
    assertThat(list.isRevoked(between)).isFalse();
  }

  @Test
  void whatHasEndedDoesNotWidenWhatIsEndedAnew() {
    list.put(Sample.of(ADA, null, HOUR));
    time.advance(HOUR);
    list.put(Sample.of(ADA, FakeTime.START, HOUR.multipliedBy(2)));

    assertThat(list.isRevoked(ada(FakeTime.START.minus(MILLI)))).isTrue();
    assertThat(list.isRevoked(ada(FakeTime.START))).isFalse();
  }

  @Test
  void takesNothingThatHasEndedAlready() {
    list.put(Sample.of(ADA, null, Duration.ZERO));
    list.put(Sample.of(ADA, null, HOUR.negated()));

    assertThat(list.size()).isZero();
  }

  @Test
  void aSweepReleasesWhatHasEndedAndNothingElse() {
    RandomGenerator random = new Random(1);
    Sample.random(random, 10_000).forEach(list::put);
    list.put(Sample.of(ADA, null, HOUR.multipliedBy(2)));
    long full = list.bytes();
    assertThat(list.sweep()).isZero();

    time.advance(HOUR);

    assertThat(list.sweep()).isEqualTo(10_000);
    assertThat(list.size()).isEqualTo(1);
    assertThat(list.bytes()).isLessThan(full / 100);
    assertThat(list.isRevoked(ada(FakeTime.START))).isTrue();
    time.advance(HOUR);
    assertThat(list.sweep()).isEqualTo(1);
    assertThat(list.isRevoked(ada(FakeTime.START))).isFalse();
  }

  /** F9: looking by a wrong clock is mended with the clock, forgetting is not. */
  @Test
  void aClockThatJumpsAheadAndIsSetBackTakesNothingAway() {
    list.put(Sample.of(ADA, null, HOUR));

    time.jump(HOUR.multipliedBy(2));
    assertThat(list.sweep()).isZero();
    RandomGenerator random = new Random(1);
    Sample.random(random, 1_000).forEach(list::put); // so that it grows

    time.jump(Duration.ZERO);
    assertThat(list.isRevoked(ada(FakeTime.START))).isTrue();
    time.advance(HOUR);
    assertThat(list.isRevoked(ada(FakeTime.START))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 47, 48, 49, 1_000})
  void takesAsManyAsItHasRoomForAndNotOneMore(int most) {
    RevocationList bounded = RevocationList.of(time, most);
    RandomGenerator random = new Random(most);
    for (int i = 1; i < most; i++) {
      bounded.put(Sample.random(random));
    }
    bounded.put(Sample.of(ADA, null, HOUR));

    RevocationFailure failure =
        catchThrowableOfType(RevocationFailure.class, () -> bounded.put(Sample.random(random)));

    assertThat(failure.kind()).isEqualTo(RevocationFailure.Kind.FULL);
    assertThat(bounded.size()).isEqualTo(most);
    bounded.put(Sample.of(ADA, null, HOUR.plus(MILLI)));
    time.advance(HOUR);
    assertThat(bounded.isRevoked(ada(FakeTime.START))).isTrue();
    time.advance(MILLI);
    bounded.put(Sample.of(new Target.Client(null, "app"), null, HOUR.multipliedBy(3)));
    assertThat(bounded.isRevoked(ada(FakeTime.START))).isTrue();
  }

  @Test
  void refusesAtTheNextUseOfATokenThatWasJudgedBefore() {
    try (Judged gate = new Judged(list)) {
      String token = Judged.token(Says.of("1", "ada", "app"));
      gate.verified(token);

      list.put(Sample.of(new Target.Numbered(CORP, "1")));

      assertThat(gate.judge(token)).isNotInstanceOf(Verified.class);
    }
  }

  private Verified ada(@Nullable Instant issuedAt) {
    return judged.verified(Says.of("1", "ada", "app").issued(issuedAt));
  }
}
