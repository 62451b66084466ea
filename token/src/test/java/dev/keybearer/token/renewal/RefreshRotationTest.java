package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.RefreshTokens;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S5, S6, R8: refresh tokens that change with every use. */
class RefreshRotationTest {
  private final FailingStore store = new FailingStore(MemoryTokenStore.open());
  private final Scene scene = new Scene().withStore(store);
  private final String seed =
      scene.issuer.mintRefreshToken("svc", "ada", "orders:read", "orders:write");
  private final Credential credential = scene.refreshing(seed);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void everyRefreshTokenIsUsedOnce() {
    TokenSource source = scene.sources().of(credential);
    for (int i = 0; i < 20; i++) {
      source.get();
      scene.advance(Duration.ofSeconds(101));
    }

    List<String> used =
        scene.issuer.referee().requests(Endpoint.TOKEN).stream()
            .map(RecordedRequest::form)
            .map(form -> String.valueOf(form.get("refresh_token")))
            .toList();
    assertThat(new HashSet<>(used)).hasSameSizeAs(used).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void aRestartGoesOnWithTheLastRefreshTokenAndAsksNothingWhileTheTokenLives() {
    Token token = scene.sources().of(credential).get();
    scene.restart();

    Token found = scene.sources().of(credential).get();

    assertThat(found.value()).isEqualTo(token.value());
    assertThat(scene.asked()).isEqualTo(1);
    scene.advance(Duration.ofSeconds(101));
    assertThat(scene.sources().of(credential).get().value()).isNotEqualTo(token.value());
  }

  @Test
  void theOldRefreshTokenIsKeptWhenNoNewOneComes() {
    scene.issuer.habits().refreshTokens(RefreshTokens.KEPT);
    TokenSource source = scene.sources().of(credential);
    source.get();
    scene.advance(Duration.ofSeconds(101));

    assertThat(source.get().generation()).isGreaterThan(1);
  }

  @Test
  void aDeadRefreshTokenNeedsALoginAndSaysSoOnce() {
    TokenSource source = scene.sources().of(credential);
    Token token = source.get();
    scene.issuer.revoke(lastRefreshToken());
    scene.advance(Duration.ofSeconds(85));
    scene.recorder.await(Event.LoginNeeded.class);

    assertThat(source.get(Duration.ZERO)).isSameAs(token);
    int asked = scene.asked();
    scene.advance(Duration.ofSeconds(20));
    for (int i = 0; i < 10; i++) {
      scene.advance(Duration.ofSeconds(10));
      assertThatThrownBy(source::get)
          .isInstanceOfSatisfying(
              TokenFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN))
          .hasMessageContaining("keybearer login ada");
    }
    assertThat(scene.asked()).isEqualTo(asked);
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).hasSize(1);
  }

  @Test
  void aNewSeedBeginsAnew() {
    scene.sources().of(credential).get();
    scene.issuer.revoke(lastRefreshToken());
    scene.restart();
    scene.advance(Duration.ofSeconds(101));

    Credential again = scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada"));

    assertThat(scene.sources().of(again).get()).isNotNull();
  }

  @Test
  void aLostAnswerIsAskedForAgainWithTheSameRefreshTokenInsideTheGrace() {
    scene.issuer.habits().refreshGrace(Duration.ofSeconds(10));
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.lostAnswer());
    TokenSource source = scene.sources().of(credential);

    boolean recovered =
        scene.passUntil(
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            () -> !scene.recorder.events(Event.TokenRenewed.class).isEmpty() || tried(source));

    assertThat(recovered).isTrue();
    assertThat(source.get()).isNotNull();
  }

  @Test
  void aLostAnswerIsAskedForAgainInsideTheGraceAlsoWhileATokenIsInHand() {
    scene.issuer.habits().tokenLife(Duration.ofHours(1)).refreshGrace(Duration.ofSeconds(10));
    scene.sources().of(credential).get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.lostAnswer());
    scene.advance(Duration.ofSeconds(2_881));
    scene.recorder.await(Event.RenewalFailed.class);

    boolean recovered =
        scene.passUntil(
            Duration.ofSeconds(9),
            Duration.ofMillis(100),
            () -> scene.recorder.events(Event.TokenRenewed.class).size() == 2);

    assertThat(recovered).isTrue();
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
  }

  /** S5: the successor is kept before anything else of its answer counts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"x\",\"token_type\":\"mac\",\"refresh_token\":\"next\"}",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"refresh_token\":\"next\"}"
      })
  void anAnswerOfNoUseStillBringsTheNextRefreshToken(String answer) throws Exception {
    Token token = scene.sources().of(credential).get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.answer(200, "application/json", answer));
    scene.advance(Duration.ofSeconds(81));
    scene.recorder.await(Event.RenewalFailed.class);

    assertThat(lastRefreshToken()).isEqualTo("next");
    assertThat(store.lastCommitted().text("access")).isEqualTo(token.value());

    scene.advance(Duration.ofSeconds(10));
    scene.awaitAsked(3);
    RecordedRequest asked = scene.issuer.referee().requests(Endpoint.TOKEN).get(2);
    assertThat(asked.form().get("refresh_token")).isEqualTo("next");
  }

  @Test
  void aStoreThatCannotBeWrittenKeepsTheNewRefreshTokenInMemoryAndSavesItLater() {
    TokenSource source = scene.sources().of(credential);
    source.get();
    store.refuseCommits(true);
    scene.advance(Duration.ofSeconds(101));
    Token unsaved = source.get();
    scene.recorder.await(Event.StoreFailed.class);

    store.refuseCommits(false);
    boolean saved =
        scene.passUntil(Duration.ofSeconds(20), Duration.ofSeconds(1), () -> store.commits() >= 3);

    assertThat(saved).isTrue();
    scene.restart();
    assertThat(scene.sources().of(credential).get().value()).isEqualTo(unsaved.value());
  }

  @Test
  void anAnnouncementThatCannotBeWrittenPutsTheRefreshOffWhileThereIsTime() {
    TokenSource source = scene.sources().of(credential);
    source.get();
    store.refuseAnnouncements(true);
    scene.advance(Duration.ofSeconds(81));
    scene.recorder.await(Event.StoreFailed.class);
    scene.recorder.await(Event.RenewalFailed.class); // it has landed, and knows when to go again
    assertThat(scene.asked()).isEqualTo(1);

    scene.advance(Duration.ofSeconds(15));

    scene.awaitGeneration(source, 3);
  }

  @Test
  void aRefreshNeverAsksForMoreThanWasGranted() {
    Credential narrow = credential.withScopes(Scopes.of("orders:read"));
    TokenSource source = scene.sources().of(narrow);
    source.get();
    scene.advance(Duration.ofSeconds(101));
    source.get();

    List<RecordedRequest> requests = scene.issuer.referee().requests(Endpoint.TOKEN);
    assertThat(requests.get(requests.size() - 1).form().get("scope")).isIn(null, "orders:read");
  }

  private static boolean tried(TokenSource source) {
    try {
      source.get(Duration.ZERO);
      return true;
    } catch (TokenFailure e) {
      return false;
    }
  }

  private String lastRefreshToken() {
    return String.valueOf(store.lastCommitted().text("refresh"));
  }
}
