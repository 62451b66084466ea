package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Limits;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F22: a moment in which no thread can be started ends with that moment. */
class NoThreadTest {
  private final Scene scene = new Scene();
  private final Surroundings around =
      new Surroundings(
          scene.time,
          null,
          EventDelivery.start(scene.recorder, scene.time),
          new Fingerprinter(Secret.of("key")),
          Alarms.start(scene.time, moved -> {}),
          () -> 0.5,
          1);
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final AtomicInteger accepted = new AtomicInteger(Integer.MAX_VALUE);
  private final Lane lane =
      new Lane(
          TokenEndpoint.of(scene.credential(), scene.time),
          new AskBudget(Limits.OF_ISSUER, scene.time.nanos(), () -> 0.5),
          this::execute);

  @AfterEach
  void close() {
    around.alarms().close();
    around.events().close();
    pool.shutdownNow();
    scene.close();
  }

  /** Of the two threads for a first token the first is not to be had, or the second. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aRenewalWithoutAThreadIsBegunAgainByItself(int before) {
    RenewingSource source = new RenewingSource(scene.credential(), around, lane);
    accepted.set(before);
    assertThatThrownBy(() -> source.get(Duration.ZERO))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.OUT_OF_PATIENCE));
    assertThat(scene.recorder.isSoWithin(Scene.PATIENCE, () -> accepted.get() < 0)).isTrue();

    accepted.set(Integer.MAX_VALUE);
    scene.advance(Duration.ofSeconds(1));

    assertThat(scene.recorder.isSoWithin(Scene.PATIENCE, () -> source.peek() != null)).isTrue();
    source.close();
  }

  @Test
  void aFlightWithoutAThreadLeavesItsPlace() throws Exception {
    accepted.set(0);
    for (int i = 0; i < Lane.MOST_AT_ONCE; i++) {
      assertThat(lane.enter(() -> {}, false)).isFalse();
    }

    accepted.set(Integer.MAX_VALUE);
    assertAllPlacesAreFree();
  }

  @Test
  void whoeverWaitedGoesOnTheThreadOfTheOneBeforeWhenThereIsNoOther() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    for (int i = 0; i < Lane.MOST_AT_ONCE; i++) {
      assertThat(lane.enter(() -> await(gate), false)).isTrue();
    }
    CountDownLatch landed = new CountDownLatch(2);
    assertThat(lane.enter(landed::countDown, false)).isTrue();
    assertThat(lane.enter(landed::countDown, true)).isTrue();

    accepted.set(0);
    gate.countDown();

    assertThat(landed.await(10, TimeUnit.SECONDS)).isTrue();
    accepted.set(Integer.MAX_VALUE);
    assertAllPlacesAreFree();
  }

  @Test
  void aFlightThatFailsOnABugGivesItsPlaceOn() throws Exception {
    for (int i = 0; i < 2 * Lane.MOST_AT_ONCE; i++) {
      lane.enter(
          () -> {
            throw new IllegalStateException("a bug, for the test");
          },
          false);
    }

    assertAllPlacesAreFree();
  }

  /** As many as may fly at once meet in the air. */
  private void assertAllPlacesAreFree() throws InterruptedException {
    CountDownLatch flying = new CountDownLatch(Lane.MOST_AT_ONCE);
    for (int i = 0; i < Lane.MOST_AT_ONCE; i++) {
      lane.enter(
          () -> {
            flying.countDown();
            await(flying);
          },
          false);
    }
    assertThat(flying.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private void execute(Runnable task) {
    if (accepted.getAndDecrement() <= 0) {
      throw new OutOfMemoryError("unable to create native thread: as told by the test");
    }
    pool.execute(task);
  }
}
