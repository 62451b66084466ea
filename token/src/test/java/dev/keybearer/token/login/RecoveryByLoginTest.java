package dev.keybearer.token.login;

import static dev.keybearer.token.login.LoginScene.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** S6, S7: how a login meets what rests in the store and the sources that live from it. */
class RecoveryByLoginTest {
  private final LoginScene scene = new LoginScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aSourceThatNeedsALoginFindsItWithinFiveSeconds() {
    Credential credential = scene.coded();
    TokenSource source = scene.source(credential);
    assertThat(failure(source::get).kind()).isEqualTo(Kind.NEEDS_LOGIN);

    scene.logIn(credential);

    scene.advance(Duration.ofMillis(4999));
    assertThat(failure(source::get).kind()).isEqualTo(Kind.NEEDS_LOGIN);
    scene.advance(Duration.ofMillis(1));
    assertThat(source.get()).isNotNull();
    assertThat(scene.asked()).isEqualTo(1);
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).hasSize(1);
  }

  @Test
  void aSourceWhoseRefreshTokenDiedFindsTheLoginInTheSameProcess() {
    Credential credential = scene.coded();
    scene.logIn(credential);
    TokenSource source = scene.source(credential);
    Token first = source.get();
    scene.sources().revoke(credential, LoginScene.PATIENCE);
    assertThat(failure(source::get).kind()).isEqualTo(Kind.NEEDS_LOGIN);

    scene.logIn(credential);
    scene.advance(Duration.ofSeconds(5));

    Token second = source.get();
    assertThat(second.generation()).isGreaterThan(first.generation());
    scene.advance(Duration.ofSeconds(100));
    assertThat(source.get().generation()).isGreaterThan(second.generation());
  }

  @Test
  void aLoginThatNoSourceHasLookedForIsEndedAsWell() {
    Credential credential = scene.coded();
    TokenSource source = scene.source(credential);
    assertThat(failure(source::get).kind()).isEqualTo(Kind.NEEDS_LOGIN);
    scene.logIn(credential);

    assertThat(scene.sources().revoke(credential, LoginScene.PATIENCE)).isTrue();

    scene.advance(Duration.ofSeconds(5));
    assertThat(failure(source::get).kind()).isEqualTo(Kind.NEEDS_LOGIN);
  }

  @Test
  void aLoginTakesThePlaceOfATokenThatIsStillAlive() {
    Credential credential = scene.coded();
    scene.logIn(credential);
    TokenSource source = scene.source(credential);
    source.get();

    scene.logIn(credential);
    scene.advance(Duration.ofSeconds(100)); // both are over; the source knows only the first

    assertThat(scene.recorder.isSoWithin(LoginScene.PATIENCE, () -> hasToken(source))).isTrue();
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
  }

  /** Time passes while the source finds out that another generation rests in the store. */
  private boolean hasToken(TokenSource source) {
    scene.advance(Duration.ofMillis(100));
    try {
      source.get(Duration.ZERO);
      return true;
    } catch (TokenFailure e) {
      return false;
    }
  }

  @Test
  void aLoginIsFoundAfterARestart() {
    Credential credential = scene.coded();
    scene.logIn(credential);
    String token = scene.source(credential).get().value();

    scene.restart();

    assertThat(scene.source(credential).get().value()).isEqualTo(token);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void aConfiguredRefreshTokenThatDiedDoesNotComeBackOverTheLogin() {
    Grant dead = new Grant.RefreshToken(() -> Secret.of("dead"));
    Credential credential = scene.credential(scene.discoveredIssuer(), dead);
    assertThat(failure(() -> scene.source(credential).get()).kind()).isEqualTo(Kind.NEEDS_LOGIN);

    scene.logIn(credential);
    scene.restart();

    assertThat(scene.source(credential).get()).isNotNull();
  }

  @Test
  void aLoginNeedsNoConfiguredRefreshTokenThatHasBeenClearedAway() {
    AtomicReference<@Nullable String> file = new AtomicReference<>("dead");
    Grant dead = new Grant.RefreshToken(() -> read(file));
    Credential credential = scene.credential(scene.discoveredIssuer(), dead);
    assertThat(failure(() -> scene.source(credential).get()).kind()).isEqualTo(Kind.NEEDS_LOGIN);
    file.set(null);

    scene.logIn(credential);
    file.set("dead");
    scene.restart();

    assertThat(scene.source(credential).get()).isNotNull();
  }

  private static Secret read(AtomicReference<@Nullable String> file) {
    String text = file.get();
    if (text == null) {
      throw new SecretFailure(SecretFailure.Kind.ABSENT, "file:seed is not there", null);
    }
    return Secret.of(text);
  }

  @Test
  void aLoginBeforeTheConfiguredRefreshTokenWasEverUsedCounts() {
    Grant configured = new Grant.RefreshToken(() -> Secret.of("dead"));
    Credential credential = scene.credential(scene.discoveredIssuer(), configured);

    scene.logIn(credential);

    assertThat(scene.source(credential).get()).isNotNull();
  }

  @Test
  void aStoreThatCannotBeReadIsNoticedBeforeThePersonIsBothered() {
    FaultyStore store = new FaultyStore(scene.store);
    store.next("recover", StoreFailure.Kind.UNREADABLE);

    TokenFailure failure =
        failure(() -> CodeLogin.begin(scene.coded(), store, LoginScene.REDIRECT, scene.time));

    assertThat(failure.kind()).isEqualTo(Kind.STORE_UNUSABLE);
    assertThat(scene.issuer.referee().count()).isZero();
  }

  @Test
  void aSecretThatCannotBeReadIsNoticedBeforeThePersonIsBothered() {
    ClientAuthentication absent =
        new ClientAuthentication.Basic(
            () -> {
              throw new SecretFailure(SecretFailure.Kind.ABSENT, "env:X is not set", null);
            });
    Credential credential =
        Credential.of(
            "ada",
            scene.discoveredIssuer(),
            new Grant.AuthorizationCode(LoginScene.REDIRECT),
            new Credential.Client("app", absent));

    TokenFailure failure = failure(() -> scene.begin(credential));

    assertThat(failure.kind()).isEqualTo(Kind.SECRET_UNREADABLE);
    assertThat(failure).hasMessageContaining("env:X is not set");
  }

  @Test
  void whatCouldNotBeWrittenIsKeptWhenTheSameAnswerComesAgain() {
    FaultyStore store = new FaultyStore(scene.store);
    CodeLogin login = CodeLogin.begin(scene.coded(), store, LoginScene.REDIRECT, scene.time);
    URI answer = scene.browse(login.browserAddress());
    store.next("commit", StoreFailure.Kind.UNWRITABLE);
    assertThat(failure(() -> login.complete(answer)).kind()).isEqualTo(Kind.STORE_UNUSABLE);

    login.complete(answer);

    assertThat(scene.source(scene.coded()).get()).isNotNull();
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void aProcessThatWritesAtTheSameTimeDoesNotLoseTheLogin() {
    FaultyStore store = new FaultyStore(scene.store);
    for (int i = 0; i < 4; i++) {
      store.next("commit", StoreFailure.Kind.CONFLICT);
    }
    CodeLogin login = CodeLogin.begin(scene.coded(), store, LoginScene.REDIRECT, scene.time);

    assertThat(login.complete(scene.browse(login.browserAddress()))).isNotNull();
  }

  @Test
  void conflictsWithoutEndEndTheLoginUntilTheAnswerComesAgain() {
    FaultyStore store = new FaultyStore(scene.store);
    for (int i = 0; i < 5; i++) {
      store.next("commit", StoreFailure.Kind.CONFLICT);
    }
    CodeLogin login = CodeLogin.begin(scene.coded(), store, LoginScene.REDIRECT, scene.time);
    URI answer = scene.browse(login.browserAddress());

    assertThat(failure(() -> login.complete(answer)).kind()).isEqualTo(Kind.STORE_UNUSABLE);
    assertThat(login.complete(answer)).isNotNull();
  }

  /** A store whose next acts fail as told. */
  private static final class FaultyStore implements TokenStore {
    private final TokenStore store;
    private final Deque<StoreFailure.Kind> recovers = new ArrayDeque<>();
    private final Deque<StoreFailure.Kind> commits = new ArrayDeque<>();

    FaultyStore(TokenStore store) {
      this.store = store;
    }

    void next(String act, StoreFailure.Kind kind) {
      (act.equals("commit") ? commits : recovers).add(kind);
    }

    @Override
    public Optional<Item> recover(String name) {
      fail(recovers);
      return store.recover(name);
    }

    @Override
    public void prepare(String name, long generation) {
      store.prepare(name, generation);
    }

    @Override
    public void commit(Item item) {
      fail(commits);
      store.commit(item);
    }

    @Override
    public void forget(String name) {
      store.forget(name);
    }

    @Override
    public void close() {
      store.close();
    }

    private static void fail(Deque<StoreFailure.Kind> planned) {
      StoreFailure.Kind kind = planned.poll();
      if (kind != null) {
        throw new StoreFailure(kind, "told to fail", null);
      }
    }
  }
}
