package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** S5: a refresh token that a full disk kept in memory is kept as soon as there is room. */
class SavingTest {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final FailingStore store = new FailingStore(MemoryTokenStore.open());
  private final Scene scene = new Scene().withStore(store);
  private final Credential credential =
      scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada", "orders:read"));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatWasNotKeptYetIsKeptAtTheEnd() {
    Token unsaved = unsaved();

    scene.restart();

    assertThat(scene.sources().of(credential).get().value()).isEqualTo(unsaved.value());
    assertThat(scene.asked()).isEqualTo(2);
    scene.advance(Duration.ofSeconds(101));
    assertThat(scene.sources().of(credential).get().value()).isNotEqualTo(unsaved.value());
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
  }

  @Test
  void aDiskThatStaysFullDoesNotHoldUpTheEnd() {
    unsaved();
    store.refuseCommits(true);
    int refused = scene.recorder.events(Event.StoreFailed.class).size();

    scene.sources().close();

    assertThat(scene.recorder.events(Event.StoreFailed.class)).hasSize(refused + 1);
  }

  @Test
  void anIssuerThatWantsToBeLeftAloneDoesNotPutItOff() {
    unsaved();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.throttled(RetryAfter.seconds(3600)));
    assertThatThrownBy(() -> scene.source().get(Duration.ofSeconds(1)))
        .isInstanceOf(TokenFailure.class);

    assertKeptAfter(AGAIN);
    assertThat(scene.asked()).isEqualTo(3);
  }

  @Test
  void aClockThatIsSetDoesNotPutItOff() {
    unsaved();
    scene.time.moveWall(Duration.ofSeconds(6));
    scene.advance(Duration.ofSeconds(1));
    scene.recorder.await(Event.ClockMoved.class);

    assertKeptAfter(AGAIN.minusSeconds(1));
  }

  @Test
  void anOperatorWhoDoesSomethingElseDoesNotPutItOff() {
    unsaved();
    scene.sources().withdraw(credential, Scene.PATIENCE);

    assertKeptAfter(AGAIN);
  }

  @Test
  void aRevocationThatCouldNotBeKeptIsKeptAndNobodyIsAsked() {
    scene.sources().of(credential).get();
    store.refuseCommits(true);
    assertThat(scene.sources().revoke(credential, Scene.PATIENCE)).isTrue();
    store.refuseCommits(false);

    assertKeptAfter(AGAIN);
    assertThat(store.lastCommitted().text("refresh")).isNull();
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void isTriedUntilItSucceeds() {
    unsaved();
    store.refuseCommits(true);
    for (int i = 0; i < 3; i++) {
      int refused = scene.recorder.events(Event.StoreFailed.class).size();
      passUntil(() -> scene.recorder.events(Event.StoreFailed.class).size() > refused);
    }
    int commits = store.commits();
    store.refuseCommits(false);

    passUntil(() -> store.commits() > commits);
  }

  /** A token whose refresh token is in memory only; the disk has room again. */
  private Token unsaved() {
    TokenSource source = scene.sources().of(credential);
    source.get();
    store.refuseCommits(true);
    scene.advance(Duration.ofSeconds(101));
    Token token = source.get();
    scene.recorder.await(Event.StoreFailed.class);
    store.refuseCommits(false);
    return token;
  }

  /** The next try is five seconds from the end of the last, which a test cannot see. */
  private void passUntil(BooleanSupplier done) {
    assertThat(scene.passUntil(AGAIN.multipliedBy(3), Duration.ofSeconds(1), done)).isTrue();
  }

  private void assertKeptAfter(Duration time) {
    int commits = store.commits();
    scene.advance(time);
    assertThat(scene.recorder.isSoWithin(Scene.PATIENCE, () -> store.commits() > commits)).isTrue();
  }
}
