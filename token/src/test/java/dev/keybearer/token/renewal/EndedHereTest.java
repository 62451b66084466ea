package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** S6, R9: a token that has ended here is not given out again because it rests in the store. */
class EndedHereTest {
  private final FailingStore store = new FailingStore(MemoryTokenStore.open());
  private final Scene scene = new Scene().withStore(store);
  private final Credential credential =
      scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada", "orders:read"));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aTokenThatWasRejectedStaysEndedWhenALoginIsNeeded() {
    TokenSource source = scene.sources().of(credential);
    Token token = source.get();
    endAtTheIssuer();

    source.reject(token);

    scene.recorder.await(Event.LoginNeeded.class);
    stillNeedsALogin(source);
  }

  @Test
  void aTokenThatEndedOfIdlenessStaysEndedWhenALoginIsNeeded() {
    RenewalPolicy idle = RenewalPolicy.STANDARD.withIdle(Duration.ofSeconds(30));
    TokenSource source = scene.sources().of(credential.withRenewal(idle));
    source.get();
    endAtTheIssuer();

    scene.advance(Duration.ofSeconds(30));

    assertNeedsLogin(source);
    stillNeedsALogin(source);
  }

  @Test
  void aWallClockThatIsSetBackBringsNoTokenBack() {
    TokenSource source = scene.sources().of(credential);
    source.get();
    endAtTheIssuer();
    scene.advance(Duration.ofSeconds(85));
    scene.recorder.await(Event.LoginNeeded.class);
    scene.time.moveWall(Duration.ofSeconds(-80));

    scene.advance(Duration.ofSeconds(15));

    stillNeedsALogin(source);
  }

  /** What another process has written since counts, unless it is the very token that ended here. */
  @Test
  void aTokenThatWasRejectedStaysEndedWhenAnotherProcessHasWrittenItAgain() {
    TokenSource source = scene.sources().of(credential);
    Token token = source.get();
    store.writtenElsewhere();

    source.reject(token);

    assertThat(
            scene.passUntil(Duration.ofSeconds(5), Duration.ofMillis(100), () -> renewals() == 2))
        .isTrue();
    assertThat(source.get().value()).isNotEqualTo(token.value());
  }

  private void endAtTheIssuer() {
    scene.issuer.revoke(String.valueOf(store.lastCommitted().text("refresh")));
  }

  private void stillNeedsALogin(TokenSource source) {
    for (int i = 0; i < 10; i++) {
      scene.advance(Duration.ofSeconds(6));
      assertNeedsLogin(source);
    }
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).hasSize(1);
    assertThat(scene.asked()).isEqualTo(2);
  }

  private static void assertNeedsLogin(TokenSource source) {
    assertThatThrownBy(source::get)
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN));
  }

  private int renewals() {
    return scene.recorder.events(Event.TokenRenewed.class).size();
  }
}
