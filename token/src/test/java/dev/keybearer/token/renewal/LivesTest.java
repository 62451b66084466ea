package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.ScopeRule;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Event.Oddity;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R8, R9 and the odd lives that issuers give their tokens. */
class LivesTest {
  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aTokenOfFiveSecondsServesMostOfItsLife() {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(5));
    TokenSource source = scene.source();
    Token token = source.get();

    scene.advance(Duration.ofMillis(3700));

    assertThat(source.get(Duration.ZERO)).isSameAs(token);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 60",
    "-1, 60",
    "'\"3600\"', 3600",
    "2147483648, 172800",
    "9223372036854775808, 172800",
    "1e400, 172800",
    "null, 60"
  })
  void believesALifeOnlyWithinReason(String literal, long seconds) {
    scene.issuer.habits().expiresIn(literal);

    Token token = scene.source().get();

    assertThat(Duration.between(scene.time.wall(), token.expiresAt()))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void assumesALifeWhereNoneIsNamedAndSaysSoOnce() {
    scene.issuer.habits().withoutExpiresIn();
    TokenSource source = scene.source();
    source.get();

    scene.advance(Duration.ofSeconds(59));
    scene.awaitGeneration(source, 2);

    assertThat(scene.recorder.events(Event.OddAnswer.class))
        .extracting(Event.OddAnswer::oddity)
        .containsExactly(Oddity.LIFE_ASSUMED);
  }

  @Test
  void theSameTokenAgainDoesNotLiveLonger() {
    scene.issuer.habits().sameTokenWhileItLives().expiresIn("100");
    TokenSource source = scene.source();
    Token token = source.get();
    scene.advance(Duration.ofSeconds(81));
    scene.recorder.await(Event.OddAnswer.class, odd -> odd.oddity() == Oddity.SAME_TOKEN_AGAIN);
    assertThat(source.get(Duration.ZERO).value()).isEqualTo(token.value());

    scene.advance(Duration.ofSeconds(20));

    assertThat(scene.eventually(source).value()).isNotEqualTo(token.value());
    assertThat(scene.asked()).isLessThan(8);
  }

  @Test
  void aTokenThatMayHaveDiedOfIdlenessIsNotGivenOut() {
    scene.issuer.habits().tokenLife(Duration.ofHours(24));
    RenewalPolicy idle = RenewalPolicy.STANDARD.withIdle(Duration.ofMinutes(15));
    TokenSource source = scene.sources().of(scene.credential().withRenewal(idle));
    source.get();

    scene.advance(Duration.ofMinutes(14));
    assertThat(source.get().generation()).isEqualTo(1);
    scene.advance(Duration.ofMinutes(16));
    assertThat(source.get().generation()).isEqualTo(2);
  }

  @Test
  void anUnknownIdleLimitSurprisesOnce() {
    scene.issuer.habits().tokenLife(Duration.ofHours(24));
    TokenSource source = scene.source();
    source.get();
    scene.advance(Duration.ofMinutes(16));
    source.reject(source.get()); // the service found it dead
    scene.recorder.await(Event.OddAnswer.class, odd -> odd.oddity() == Oddity.IDLE_LIMIT_LEARNT);
    assertThat(source.get().generation()).isEqualTo(2);

    scene.advance(Duration.ofMinutes(16));

    assertThat(source.get().generation()).isEqualTo(3);
  }

  @Test
  void aWallClockThatRanAheadMakesTokensOlder() {
    TokenSource source = scene.source();
    source.get();

    scene.time.moveWall(Duration.ofHours(2));
    scene.recorder.await(Event.ClockMoved.class);

    assertThat(source.get().generation()).isEqualTo(2);
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void aWallClockSetBackChangesNothing() {
    TokenSource source = scene.source();
    Token token = source.get();

    scene.time.moveWall(Duration.ofHours(-2));
    scene.recorder.await(Event.ClockMoved.class);
    scene.advance(Duration.ofSeconds(60));

    assertThat(source.get()).isSameAs(token);
    scene.advance(Duration.ofSeconds(40));
    assertThat(source.get().generation()).isEqualTo(2);
  }

  @Test
  void aTokenWithoutARequiredScopeIsNeverGivenOut() {
    scene.issuer.client("svc").scopes("orders:read");
    Credential credential =
        scene
            .credential()
            .withScopes(Scopes.of("orders:read", "orders:write"))
            .withRequired(Scopes.of("orders:write"));
    scene.issuer.habits().scopeRule(ScopeRule.NARROWS);

    assertThatThrownBy(() -> scene.sources().of(credential).get())
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SCOPE_MISSING))
        .hasMessageContaining("orders:write");
  }

  @Test
  void aTokenAtRestWithoutAScopeThatIsRequiredByNowIsNotGivenOut() {
    scene.withStore(MemoryTokenStore.open());
    scene.sources().of(scene.credential()).get(); // asks for nothing and is granted nothing
    scene.restart();
    Credential credential = scene.credential().withRequired(Scopes.of("orders:write"));

    assertThatThrownBy(() -> scene.sources().of(credential).get())
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SCOPE_MISSING));
  }

  @Test
  void aGarbageAnswerKeepsTheGoodToken() {
    TokenSource source = scene.source();
    Token token = source.get();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.html());
    scene.advance(Duration.ofSeconds(90));
    scene.recorder.await(Event.RenewalFailed.class);

    assertThat(source.get()).isSameAs(token);
  }
}
