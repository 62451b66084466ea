package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Item;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.TokenStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S6, F7, F18: the process ends before or after every single act on the store. With a grace at the
 * issuer everything goes on; without one it goes on or asks for a login, aloud.
 */
class CrashTest {
  private static final int RENEWALS = 12;
  private static final int ACTS =
      2 + 2 * RENEWALS; // recover, keep the seed, then announce and keep

  static Stream<Arguments> points() {
    return IntStream.range(0, ACTS)
        .boxed()
        .flatMap(act -> Stream.of(Arguments.of(act, true), Arguments.of(act, false)));
  }

  @ParameterizedTest
  @MethodSource("points")
  void withAGraceNothingIsLost(int act, boolean after) {
    try (Scene scene = new Scene()) {
      scene.issuer.habits().refreshGrace(Duration.ofSeconds(10));
      TokenSource source = crashAndRestart(scene, act, after);

      assertThat(kindOf(scene, source, () -> false)).isNull();
      scene.advance(Duration.ofSeconds(101));
      assertThat(kindOf(scene, source, () -> false)).isNull();
      assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  void withoutAGraceItGoesOnOrAsksForALogin(int act, boolean after) {
    try (Scene scene = new Scene()) {
      TokenSource source = crashAndRestart(scene, act, after);

      boolean lostBetweenAnswerAndStore = act >= 3 && act % 2 == 1 && !after;
      scene.advance(Duration.ofSeconds(101));
      if (lostBetweenAnswerAndStore) {
        assertThat(kindOf(scene, source, () -> false)).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);
        scene.recorder.await(Event.LoginNeeded.class);
      } else {
        assertThat(kindOf(scene, source, () -> false)).isNull();
        assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
      }
    }
  }

  private static TokenSource crashAndRestart(Scene scene, int act, boolean after) {
    MortalStore store = new MortalStore(MemoryTokenStore.open(), act, after);
    Credential credential = scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada", "a"));
    scene.withStore(store);
    TokenSource first = scene.sources().of(credential);
    for (int i = 0; i < RENEWALS && !store.dead; i++) {
      kindOf(scene, first, () -> store.dead);
      if (!store.dead) {
        scene.advance(Duration.ofSeconds(101));
      }
    }
    assertThat(store.dead).isTrue();
    scene.restart();
    scene.withStore(store.survivor());
    return scene.sources().of(credential);
  }

  /** Asks again in real time until there is a token, a clear no, or nobody left to answer. */
  private static TokenFailure.@Nullable Kind kindOf(
      Scene scene, TokenSource source, BooleanSupplier dead) {
    AtomicReference<TokenFailure.@Nullable Kind> met = new AtomicReference<>();
    boolean clear =
        scene.recorder.isSoWithin(
            Scene.PATIENCE,
            () -> {
              try {
                source.get(Duration.ZERO);
                met.set(null);
                return true;
              } catch (TokenFailure e) {
                met.set(e.kind());
                return e.kind() != TokenFailure.Kind.OUT_OF_PATIENCE || dead.getAsBoolean();
              }
            });
    assertThat(clear).isTrue();
    return met.get();
  }

  /** A store whose process dies at one act: that act is done or not, and no later one is. */
  private static final class MortalStore implements TokenStore {
    private final TokenStore disk;
    private final int fatal;
    private final boolean after;
    private int acts;
    private volatile boolean dead;

    MortalStore(TokenStore disk, int fatal, boolean after) {
      this.disk = disk;
      this.fatal = fatal;
      this.after = after;
    }

    /** What the next process finds. */
    TokenStore survivor() {
      return disk;
    }

    @Override
    public synchronized Optional<Item> recover(String name) {
      boolean last = begin();
      Optional<Item> found = disk.recover(name);
      end(last);
      return found;
    }

    @Override
    public synchronized void prepare(String name, long generation) {
      boolean last = begin();
      disk.prepare(name, generation);
      end(last);
    }

    @Override
    public synchronized void commit(Item item) {
      boolean last = begin();
      disk.commit(item);
      end(last);
    }

    @Override
    public void forget(String name) {
      disk.forget(name);
    }

    @Override
    public void close() {}

    private boolean begin() {
      boolean last = acts++ == fatal;
      dead |= last && !after;
      if (dead) {
        throw new Death();
      }
      return last;
    }

    private void end(boolean last) {
      if (last) {
        dead = true;
        throw new Death();
      }
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("the process ends here", null, false, false);
    }
  }
}
