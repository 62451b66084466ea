package dev.keybearer.token.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store promises (S5, S6, S7), as tests. */
public interface TokenStoreContract {
  Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");

  /** A store in which nothing rests yet. */
  TokenStore open(InstantSource clock);

  private TokenStore open() {
    return open(() -> NOON);
  }

  private static Item item(String name, long generation, String value) {
    return Item.of(name, generation, Secret.of(value));
  }

  private static String recovered(TokenStore store, String name) {
    return store
        .recover(name)
        .map(
            item ->
                "%s %d %s %s"
                    .formatted(
                        item.name(), item.generation(), item.value().reveal(), item.prepared()))
        .orElse("nothing");
  }

  private static void assertConflict(ThrowingCallable act) {
    assertThatThrownBy(act)
        .asInstanceOf(type(StoreFailure.class))
        .extracting(StoreFailure::kind)
        .isEqualTo(StoreFailure.Kind.CONFLICT);
  }

  @Test
  default void recoversNothingWhereNothingWasCommitted() {
    try (TokenStore store = open()) {
      assertThat(recovered(store, "a")).isEqualTo("nothing");
    }
  }

  @Test
  default void recoversWhatWasCommitted() {
    try (TokenStore store = open()) {
      store.commit(item("a", 1, "one"));
      store.commit(item("b", 7, "seven"));

      assertThat(recovered(store, "a")).isEqualTo("a 1 one null");
      assertThat(recovered(store, "b")).isEqualTo("b 7 seven null");
    }
  }

  @Test
  default void replacesOnlyALowerGeneration() {
    try (TokenStore store = open()) {
      store.commit(item("a", 5, "five"));

      assertConflict(() -> store.commit(item("a", 4, "four")));
      assertConflict(() -> store.commit(item("a", 5, "another five")));
      store.commit(item("a", 6, "six"));

      assertThat(recovered(store, "a")).isEqualTo("a 6 six null");
    }
  }

  @Test
  default void letsTheSameCommitBeMadeAgain() {
    try (TokenStore store = open()) {
      store.commit(item("a", 1, "one"));
      store.commit(item("a", 1, "one"));

      assertThat(recovered(store, "a")).isEqualTo("a 1 one null");
    }
  }

  @Test
  default void takesNoAnnouncementBackForTheSameGeneration() {
    try (TokenStore store = open()) {
      store.commit(item("a", 1, "one"));
      store.prepare("a", 1);

      assertConflict(() -> store.commit(item("a", 1, "one")));

      assertThat(recovered(store, "a")).isEqualTo("a 1 one " + NOON);
    }
  }

  @Test
  default void keepsTheFirstAnnouncement() {
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    try (TokenStore store = open(now::get)) {
      store.commit(item("a", 1, "one"));
      store.prepare("a", 1);
      now.set(NOON.plusSeconds(60));
      store.prepare("a", 1);

      assertThat(recovered(store, "a")).isEqualTo("a 1 one " + NOON);
    }
  }

  @Test
  default void takesTheAnnouncementBackWithTheNextGeneration() {
    try (TokenStore store = open()) {
      store.commit(item("a", 1, "one"));
      store.prepare("a", 1);
      store.commit(new Item("a", 2, Secret.of("two"), NOON));

      assertThat(recovered(store, "a")).isEqualTo("a 2 two null");
    }
  }

  @Test
  default void announcesOnlyTheGenerationThatRests() {
    try (TokenStore store = open()) {
      assertConflict(() -> store.prepare("a", 1));
      store.commit(item("a", 2, "two"));

      assertConflict(() -> store.prepare("a", 1));
      assertConflict(() -> store.prepare("a", 3));

      assertThat(recovered(store, "a")).isEqualTo("a 2 two null");
    }
  }

  @Test
  default void forgetsOneItemAndNoOther() {
    try (TokenStore store = open()) {
      store.commit(item("a", 1, "one"));
      store.commit(item("b", 1, "other"));
      store.forget("a");
      store.forget("a");
      store.forget("never kept");

      assertThat(recovered(store, "a")).isEqualTo("nothing");
      assertThat(recovered(store, "b")).isEqualTo("b 1 other null");
    }
  }

  @Test
  default void startsAnewAtAnyGenerationAfterForgetting() {
    try (TokenStore store = open()) {
      store.commit(item("a", 9, "nine"));
      store.forget("a");
      store.commit(item("a", 1, "new login"));

      assertThat(recovered(store, "a")).isEqualTo("a 1 new login null");
    }
  }

  @Test
  default void keepsItsOwnCopyOfEverySecret() {
    try (TokenStore store = open()) {
      Secret given = Secret.of("one");
      store.commit(Item.of("a", 1, given));
      given.close();
      store.recover("a").orElseThrow().value().close();

      assertThat(recovered(store, "a")).isEqualTo("a 1 one null");
    }
  }

  @Test
  default void tellsNamesApartThatLookAlike() {
    List<String> names = List.of("a", "A", "ä", "a\u0308", "%61", "a.item", "../a", "a/b", "a b");
    try (TokenStore store = open()) {
      for (String name : names) {
        store.commit(item(name, 1, "value of " + name));
      }
      for (String name : names) {
        assertThat(recovered(store, name)).isEqualTo(name + " 1 value of " + name + " null");
      }
    }
  }

  @Test
  default void letsOneOfManyCommittersOfOneGenerationWin() throws Exception {
    int committers = 8;
    CyclicBarrier gate = new CyclicBarrier(committers);
    ExecutorService threads = Executors.newFixedThreadPool(committers);
    try (TokenStore store = open()) {
      List<Callable<Boolean>> attempts =
          IntStream.range(0, committers)
              .<Callable<Boolean>>mapToObj(
                  i ->
                      () -> {
                        gate.await(10, TimeUnit.SECONDS);
                        try {
                          store.commit(item("a", 1, "value " + i));
                          return true;
                        } catch (StoreFailure e) {
                          assertThat(e.kind()).isEqualTo(StoreFailure.Kind.CONFLICT);
                          return false;
                        }
                      })
              .toList();
      int won = 0;
      for (Future<Boolean> attempt : threads.invokeAll(attempts, 30, TimeUnit.SECONDS)) {
        won += attempt.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void closesTwiceAndDoesNothingAfterwards() {
    TokenStore store = open();
    store.close();
    store.close();

    assertThatThrownBy(() -> store.recover("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.commit(item("a", 1, "one")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.prepare("a", 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.forget("a")).isInstanceOf(IllegalStateException.class);
  }
}
