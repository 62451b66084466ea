package dev.keybearer.token.turnstile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.turnstile.Turnstile.Place;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who waits while an origin asks for patience, and in which order they are let go (R6, R11). */
class TurnstileTest {
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Origin ORIGIN = Origin.of(URI.create("https://api.example.com"));
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final FakeTime time = new FakeTime(NOON);
  private final Turnstile turnstile = new Turnstile(ORIGIN, time);

  @Test
  void everybodyPassesWhileNothingIsWrong() {
    assertThat(turnstile.isQuiet()).isTrue();
    assertThat(turnstile.isOpen()).isTrue();
    assertThat(passing(join(Duration.ofNanos(1)))).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void letsNobodyPassBeforeTheVeryEndOfTheWindow() throws Exception {
    turnstile.shut(WINDOW);
    FutureTask<Boolean> call = passing(join(LONG));

    time.advance(WINDOW.minus(NANO));
    assertThat(isWaiting(call)).isTrue();

    time.advance(NANO);
    assertThat(call.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void letsThemGoInTheirOrderEachALittleSoonerThanTheOneBefore() throws Exception {
    turnstile.shut(WINDOW);
    List<FutureTask<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(passing(join(LONG)));
    }
    time.advance(WINDOW);
    calls.get(0).get(5, TimeUnit.SECONDS);

    Duration spacing = Turnstile.SPACING;
    for (FutureTask<Boolean> next : calls.subList(1, 4)) {
      time.advance(spacing.minus(NANO));
      assertThat(isWaiting(next)).isTrue();
      time.advance(NANO);
      next.get(5, TimeUnit.SECONDS);
      spacing = spacing.minus(spacing.dividedBy(Turnstile.HASTE));
    }
  }

  @Test
  void afterTheLastOneEverybodyPassesAgain() throws Exception {
    turnstile.shut(WINDOW);
    FutureTask<Boolean> only = passing(join(LONG));
    time.advance(WINDOW);
    only.get(5, TimeUnit.SECONDS);

    time.advance(Turnstile.SPACING.minus(NANO));
    assertThat(turnstile.isOpen()).isFalse();
    time.advance(NANO);
    assertThat(turnstile.isOpen()).isTrue();
    assertThat(turnstile.isQuiet()).isTrue();
  }

  @Test
  void aWindowThatNobodyWaitedForEndsByItself() {
    turnstile.shut(WINDOW);

    time.advance(WINDOW.minus(NANO));
    assertThat(turnstile.isOpen()).isFalse();
    time.advance(NANO);
    assertThat(turnstile.isOpen()).isTrue();
  }

  @Test
  void evenAWaitOfNothingKeepsThemApart() {
    turnstile.shut(Duration.ZERO);

    assertThat(turnstile.isOpen()).isFalse();
    time.advance(Turnstile.SPACING);
    assertThat(turnstile.isOpen()).isTrue();
  }

  @Test
  void aLongerWindowTakesThePlaceOfAShorterAndNotTheOtherWayRound() {
    turnstile.shut(WINDOW);
    turnstile.shut(WINDOW.multipliedBy(2));
    turnstile.shut(NANO);

    time.advance(WINDOW.multipliedBy(2).minus(NANO));
    assertThat(turnstile.isOpen()).isFalse();
    time.advance(NANO);
    assertThat(turnstile.isOpen()).isTrue();
  }

  @Test
  void takesAsManyAsTheRowHoldsAndNoMore() {
    turnstile.shut(WINDOW);
    for (int i = 1; i < Turnstile.MOST_WAITING; i++) {
      join(LONG);
    }
    Place last = join(LONG);

    assertThat(turnstile.join(within(LONG))).isNull();
    last.close();
    assertThat(turnstile.join(within(LONG))).isNotNull();
    assertThat(turnstile.join(within(LONG))).isNull();
  }

  @Test
  void aRowOfAnyLengthIsThroughWithinASecond() {
    turnstile.shut(WINDOW);
    for (int i = 1; i < Turnstile.MOST_WAITING; i++) {
      join(LONG);
    }

    assertThat(turnstile.join(within(WINDOW.plusSeconds(1)))).isNotNull();
  }

  @Test
  void refusesWhoseTurnComesWhenItsTimeIsUp() {
    turnstile.shut(WINDOW);

    assertThat(turnstile.join(within(WINDOW.minus(NANO)))).isNull();
    assertThat(turnstile.join(within(WINDOW))).isNull();
    assertThat(turnstile.join(within(WINDOW.plus(NANO)))).isNotNull();
    assertThat(turnstile.join(within(WINDOW.plus(Turnstile.SPACING)))).isNull();
    assertThat(turnstile.join(within(WINDOW.plus(Turnstile.SPACING).plus(NANO)))).isNotNull();
  }

  @Test
  void aNewWindowDismissesAtOnceWhomItMakesTooLate() throws Exception {
    turnstile.shut(WINDOW);
    FutureTask<Boolean> hasty = passing(join(WINDOW.plusSeconds(2)));
    FutureTask<Boolean> patient = passing(join(LONG));

    turnstile.shut(WINDOW.plusSeconds(2));

    assertThat(hasty.get(5, TimeUnit.SECONDS)).isFalse();
    assertThat(turnstile.heldBack())
        .isEqualTo(new HeldBack(ORIGIN, NOON.plus(WINDOW).plusSeconds(2), 1));
    assertThat(turnstile.waiting()).isEqualTo(1);
    time.advance(WINDOW.plusSeconds(2));
    assertThat(patient.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoeverGivesUpMakesWayForTheNext() throws Exception {
    turnstile.shut(WINDOW);
    Place first = join(LONG);
    FutureTask<Boolean> second = passing(join(LONG));
    time.advance(WINDOW);
    assertThat(isWaiting(second)).isTrue();

    first.close();
    first.close();

    assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoeverStandsBehindOneThatDoesNotMoveWaitsNoLongerThanItCan() throws Exception {
    turnstile.shut(WINDOW);
    Place stuck = join(LONG);
    FutureTask<Boolean> second = passing(join(WINDOW.plusSeconds(1)));

    time.advance(WINDOW.plusSeconds(1));

    assertThat(second.get(5, TimeUnit.SECONDS)).isFalse();
    stuck.close();
    assertThat(turnstile.isOpen()).isTrue();
  }

  @Test
  void anInterruptGivesUpThePlace() throws Exception {
    turnstile.shut(WINDOW);
    FutureTask<Boolean> call = task(join(LONG));
    Thread caller = new Thread(call);
    caller.start();

    caller.interrupt();

    assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(InterruptedException.class);
    assertThat(turnstile.waiting()).isZero();
  }

  private Deadline within(Duration limit) {
    return Deadline.stated(limit, time);
  }

  private Place join(Duration limit) {
    return Objects.requireNonNull(turnstile.join(within(limit)));
  }

  private static FutureTask<Boolean> task(Place place) {
    return new FutureTask<>(
        () -> {
          try (place) {
            return place.await();
          }
        });
  }

  private static FutureTask<Boolean> passing(Place place) {
    FutureTask<Boolean> task = task(place);
    Thread thread = new Thread(task, "waits");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Gives it the time to pass, if it can. */
  private static boolean isWaiting(FutureTask<Boolean> call) throws Exception {
    try {
      call.get(30, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException stillThere) {
      return true;
    }
  }
}
