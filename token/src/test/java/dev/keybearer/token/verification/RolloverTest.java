package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** V14, V18, F12: keys that change under callers who never stop. */
class RolloverTest {
  private static final int ROLLOVERS = 20;
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final JudgingScene scene = new JudgingScene();
  private final Verifier verifier = scene.verifier();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger verified = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final ReadWriteLock between = new ReentrantReadWriteLock(true);
  private final List<Thread> callers = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    stop();
    scene.close();
  }

  @Test
  void noValidTokenIsRefusedInTheOverlapAndNoneIsAcceptedAfterTheWithdrawal() throws Exception {
    scene.issuer.habits().tokenLife(Duration.ofHours(10));
    start();
    List<String> withdrawn = new ArrayList<>();
    for (int i = 0; i < ROLLOVERS; i++) {
      SigningKey old = scene.issuer.keys().active();
      String token = scene.token();
      awaitMore(20);
      scene.issuer.keys().roll();
      awaitMore(20);
      assertThat(JudgingScene.judge(verifier, token)).isInstanceOf(Verified.class);

      withdrawn.add(token);
      between.writeLock().lock(); // no caller holds a token of the key that goes
      try {
        withdraw(old);
        assertThat(withdrawn).noneMatch(this::isAccepted);
        scene.advance(Keyring.COOLDOWN); // looking for withdrawn keys used up the one fetch
      } finally {
        between.writeLock().unlock();
      }
    }
    stop();
    assertThat(others).hasValue(0);
  }

  private void withdraw(SigningKey key) {
    scene.issuer.keys().withdraw(key.id());
    int changes = scene.recorder.events(Event.KeysChanged.class).size();
    scene.advance(LIFE);
    await(() -> scene.recorder.events(Event.KeysChanged.class).size() > changes);
  }

  private boolean isAccepted(String token) {
    try {
      return JudgingScene.judge(verifier, token) instanceof Verified;
    } catch (VerificationFailure nobodyCanTell) {
      return false;
    }
  }

  private void start() {
    for (int i = 0; i < 3; i++) {
      Thread caller = new Thread(this::call);
      callers.add(caller);
      caller.start();
    }
  }

  private void call() {
    while (!stopped.get()) {
      between.readLock().lock();
      try {
        boolean good = JudgingScene.judge(verifier, scene.token()) instanceof Verified;
        (good ? verified : others).incrementAndGet();
      } catch (VerificationFailure nobodyCanTell) {
        others.incrementAndGet();
      } finally {
        between.readLock().unlock();
      }
    }
  }

  private void awaitMore(int judgements) {
    int before = verified.get();
    await(() -> verified.get() >= before + judgements || others.get() > 0);
  }

  private static void await(BooleanSupplier done) {
    long end = System.nanoTime() + JudgingScene.PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("time is up").isNegative();
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private void stop() throws InterruptedException {
    stopped.set(true);
    for (Thread caller : callers) {
      caller.join(JudgingScene.PATIENCE.toMillis());
    }
  }
}
