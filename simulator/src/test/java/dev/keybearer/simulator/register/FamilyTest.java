package dev.keybearer.simulator.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FamilyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Family.Rotation NO_GRACE = new Family.Rotation(true, Duration.ZERO, LIFE);

  private final Register register = new Register();
  private final Entitlement entitlement = new Entitlement("app", "ada", Set.of("a"), "api", null);

  /** Keycloak #51885: uses in one instant are told apart by generation, never by time. */
  @Test
  void givesOneSuccessorForManyUsesAtOnceAndThenIsDead() throws Exception {
    for (int round = 0; round < 50; round++) {
      Family family = register.open(entitlement, NOW, LIFE);
      String first = family.current();

      List<Optional<String>> successors =
          atOnce(8, () -> Optional.ofNullable(register.use(family, first, NO_GRACE, NOW)));

      assertThat(successors.stream().filter(Optional::isPresent)).hasSize(1);
      assertThat(family.isRevoked()).isTrue();
    }
  }

  @Test
  void givesTheSameSuccessorToManyUsesAtOnceWithinTheGrace() throws Exception {
    Family.Rotation grace = new Family.Rotation(true, Duration.ofSeconds(10), LIFE);
    Family family = register.open(entitlement, NOW, LIFE);
    String first = family.current();

    List<Optional<String>> successors =
        atOnce(8, () -> Optional.ofNullable(register.use(family, first, grace, NOW)));

    assertThat(successors).hasSize(8).containsOnly(Optional.of(family.current()));
    assertThat(family.isRevoked()).isFalse();
  }

  /** K5: whatever came of a use that raced a revocation is dead once the revocation is done. */
  @Test
  void leavesNothingAliveWhenRevocationRacesUse() throws Exception {
    for (int round = 0; round < 50; round++) {
      Family family = register.open(entitlement, NOW, LIFE);
      String first = family.current();

      atOnce(
          2,
          () -> {
            register.use(family, first, NO_GRACE, NOW);
            register.revoke(first);
            return true;
          });

      assertThat(family.isRevoked()).isTrue();
      assertThat(register.use(family, family.current(), NO_GRACE, NOW)).isNull();
    }
  }

  @Test
  void recognisesEveryEarlierGenerationWithoutKeepingIt() {
    Family family = register.open(entitlement, NOW, LIFE);
    List<String> generations = new ArrayList<>(List.of(family.current()));
    for (int i = 0; i < 100; i++) {
      generations.add(
          Objects.requireNonNull(register.use(family, family.current(), NO_GRACE, NOW)));
    }

    assertThat(generations).doesNotHaveDuplicates().allMatch(family::owns);
    assertThat(register.family(generations.get(0))).isSameAs(family);
  }

  @Test
  void livesOnWhileItIsUsed() {
    Family family = register.open(entitlement, NOW, LIFE);
    Instant now = NOW;
    for (int day = 0; day < 60; day++) {
      now = now.plus(LIFE).minusSeconds(1);
      assertThat(register.use(family, family.current(), NO_GRACE, now)).isNotNull();
    }
  }

  private static <T> List<T> atOnce(int threads, Callable<T> act) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch gate = new CountDownLatch(1);
    try {
      List<Future<T>> acts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        acts.add(
            pool.submit(
                () -> {
                  gate.await();
                  return act.call();
                }));
      }
      gate.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> each : acts) {
        results.add(each.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
