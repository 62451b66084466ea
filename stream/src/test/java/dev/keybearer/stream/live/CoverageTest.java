package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** P4: what no connection covers is one stretch, early by the skew; stretches share no moment. */
class CoverageTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> TOPICS = List.of("t");
  private final Coverage coverage = new Coverage("s", Duration.ofSeconds(1));

  @Test
  void nothingIsMissingBeforeTheFirstConnection() {
    assertThat(regained(5)).isNull();
  }

  @Test
  void beginsWithWhatWasHeardLastLessTheSkewAndEndsWithTheConfirmation() {
    regained(0);
    ended(0, 10);
    assertThat(regained(15))
        .isEqualTo(new Gap("s", TOPICS, wall(9), wall(15), Gap.Cause.DROPPED, true, false));
    assertThat(regained(15)).isNull();
  }

  @Test
  void doesNotReachIntoTheStretchBefore() {
    regained(0);
    ended(0, 10);
    regained(15);
    ended(15, 15.5);
    Gap second = Objects.requireNonNull(regained(17));
    assertThat(second.from()).isEqualTo(wall(15));
  }

  @Test
  void staysOneStretchWhileConnectionsEndThatNeverCoveredIt() {
    regained(0);
    ended(0, 10);
    coverage.ended(at(12), at(13), Gap.Cause.DROPPED, true);
    Gap gap = Objects.requireNonNull(regained(15));
    assertThat(gap.from()).isEqualTo(wall(9));
  }

  @Test
  void nothingIsMissingWhileACompanionListensForLonger() {
    regained(0);
    ended(0, 10);
    assertThat(regained(0)).isNull();
  }

  @Test
  void nothingIsMissingWhenTheOldOneWasHeardAfterTheNewOneListened() {
    regained(0);
    coverage.lasted(at(0), at(20));
    assertThat(regained(19.5)).isNull();
  }

  /** It was dead before its successor listened, and its end is noticed while that one lives. */
  @Test
  void findsInHindsightWhatASuccessorCameTooLateFor() {
    regained(0);
    ended(0, 10);
    Gap gap = Objects.requireNonNull(regained(12));
    assertThat(gap.to()).isEqualTo(wall(12));
  }

  /** One falls silent unnoticed, the other drops and comes back: then the silence shows. */
  @Test
  void findsInHindsightThatBothWereGoneAtOnce() {
    regained(0);
    ended(0, 11); // the other seems to listen since 0 still
    assertThat(regained(0)).isNull();
    ended(0, 9);
    Gap gap = Objects.requireNonNull(regained(14));
    assertThat(gap.from()).isEqualTo(wall(10));
    assertThat(gap.to()).isEqualTo(wall(14));
  }

  @Test
  void aShareIsLostUntilNowWhoeverElseListens() {
    regained(0);
    coverage.lost(at(10), Gap.Cause.SHARE_LOST, false);
    Gap gap = Objects.requireNonNull(coverage.regained(at(0), at(10.5), TOPICS));
    assertThat(gap.from()).isEqualTo(wall(9));
    assertThat(gap.to()).isEqualTo(wall(10.5));
    assertThat(gap.cause()).isEqualTo(Gap.Cause.SHARE_LOST);
  }

  @Test
  void twoSharesLostAtOnceAreOneStretchFromTheFirst() {
    regained(0);
    coverage.lost(at(10), Gap.Cause.SHARE_LOST, false);
    coverage.lost(at(12), Gap.Cause.SHARE_LOST, false);
    assertThat(Objects.requireNonNull(regained(15)).from()).isEqualTo(wall(9));
  }

  /** P5: the provider was to send it again. */
  @Test
  void whatExpiredReachesBackToTheLastThatListened() {
    coverage.goesOn(at(-100));
    coverage.expired(at(5));
    Gap gap = Objects.requireNonNull(regained(6));
    assertThat(gap.from()).isEqualTo(wall(-101));
    assertThat(gap.to()).isEqualTo(wall(6));
    assertThat(gap.cause()).isEqualTo(Gap.Cause.CURSOR_EXPIRED);
  }

  @Test
  void whatIsSentAgainIsNoStretchAndNoneLaterReachesBackIntoIt() {
    regained(0);
    ended(0, 10);
    coverage.replayed(at(15));
    ended(15, 20);
    coverage.expired(at(25));
    assertThat(Objects.requireNonNull(regained(26)).from()).isEqualTo(wall(19));
  }

  /** P12: bounds follow the wall clock, and a gap is told though the clock was set back. */
  @Test
  void isToldWhenTheClockWasSetBack() {
    regained(0);
    ended(0, 10);
    Moment later = new Moment(at(15).nanos(), wall(-600));
    Gap gap = Objects.requireNonNull(coverage.regained(later, later, TOPICS));
    assertThat(gap.to()).isEqualTo(wall(-600));
    assertThat(gap.length()).isEqualTo(Duration.ofSeconds(6));
  }

  private void ended(double since, double heard) {
    coverage.ended(at(since), at(heard), Gap.Cause.DROPPED, true);
  }

  private @Nullable Gap regained(double since) {
    return coverage.regained(at(since), at(30), TOPICS);
  }

  private static Moment at(double second) {
    return new Moment((long) (second * 1e9), wall(second));
  }

  private static Instant wall(double second) {
    return START.plusNanos((long) (second * 1e9));
  }
}
