package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * R4, R5, F1 to F5: an issuer in trouble is invisible while the token lives, is not asked beyond
 * the budget, and is found again when it recovers.
 */
class StaticStabilityTest {
  private static final Duration STEP = Duration.ofMillis(500);

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void givesTheTokenOutUntilItsVeryEndWhileTheIssuerIsDown() {
    TokenSource source = scene.source();
    Token token = source.get();
    scene.advance(Duration.ofSeconds(74));
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));

    for (int i = 0; i < 51; i++) {
      scene.advance(STEP);
      assertThat(source.get(Duration.ZERO)).isSameAs(token);
      scene.recorder.isSoWithin(Duration.ofMillis(5), () -> false);
    }
    scene.advance(STEP);

    assertThatThrownBy(() -> source.get(Duration.ZERO)).isInstanceOf(TokenFailure.class);
    assertThat(scene.asked() - 1).isBetween(2, 3 + 26 / 2);
    assertThat(scene.recorder.await(Event.RenewalOverdue.class).subject()).isEqualTo("svc");
  }

  /** P6: away from before the renewal to 97 % of a life, and asked twelve times at most. */
  @Test
  void findsAnIssuerThatComesBackJustBeforeTheTokenEnds() {
    TokenSource source = scene.source();
    source.get();
    scene.advance(Duration.ofSeconds(74));
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));
    for (int i = 0; i < 46; i++) {
      scene.advance(STEP);
      scene.recorder.isSoWithin(Duration.ofMillis(20), () -> false);
    }
    int tried = scene.asked() - 1;
    scene.issuer.faults().clear();
    for (int i = 0; i < 4; i++) {
      scene.advance(STEP);
      assertThat(source.get(Duration.ZERO)).isNotNull();
      scene.recorder.isSoWithin(Duration.ofMillis(20), () -> renewals() == 2);
    }

    assertThat(renewals()).isEqualTo(2);
    assertThat(tried).isBetween(2, 12);
  }

  @Test
  void namesTheCauseAndTheNextAttemptOnceTheTokenHasEnded() {
    TokenSource source = scene.source();
    source.get();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(502));
    scene.advance(Duration.ofSeconds(100));
    scene.recorder.await(Event.RenewalFailed.class);

    assertThatThrownBy(() -> source.get(Duration.ZERO))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> {
              assertThat(failure).hasMessageContaining("answered 502");
              assertThat(failure.kind())
                  .isIn(TokenFailure.Kind.UNREACHABLE, TokenFailure.Kind.OUT_OF_PATIENCE);
            });
  }

  @Test
  void recoversWithinOneBackoffOfTheIssuer() {
    TokenSource source = scene.source();
    source.get();
    scene.issuer.stop();
    scene.passUntil(
        Duration.ofSeconds(200),
        Duration.ofSeconds(2),
        () -> scene.recorder.events(Event.RenewalFailed.class).size() > 6);
    scene.issuer.start();

    boolean recovered =
        scene.passUntil(
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            () -> !scene.recorder.events(Event.TokenRenewed.class).isEmpty() && renewals() == 2);

    assertThat(recovered).isTrue();
    assertThat(source.get(Duration.ZERO).generation()).isEqualTo(2);
  }

  @Test
  void asksNoEarlierThanRetryAfterAllows() {
    TokenSource source = scene.source();
    source.get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.throttled(RetryAfter.seconds(15)));
    scene.advance(Duration.ofSeconds(81));
    scene.recorder.await(Event.RateLimited.class);

    for (int i = 0; i < 14; i++) {
      scene.advance(Duration.ofSeconds(1));
      scene.recorder.isSoWithin(Duration.ofMillis(5), () -> false);
    }
    assertThat(scene.asked()).isEqualTo(2);

    scene.passUntil(Duration.ofSeconds(4), STEP, () -> renewals() == 2);
    assertThat(scene.asked()).isEqualTo(3);
  }

  @Test
  void aSlowIssuerDelaysNobodyWhoHoldsALivingToken() {
    TokenSource source = scene.source();
    Token token = source.get();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.blackHole());
    scene.advance(Duration.ofSeconds(95));

    long before = System.nanoTime();
    Token served = source.get(Duration.ZERO);

    assertThat(served).isSameAs(token);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void aClientTheIssuerDoesNotKnowIsRefusedAtOnceAndNotAskedForAgain() {
    scene.issuer.client("svc").secret("another");
    TokenSource source = scene.source();

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(source::get)
          .isInstanceOfSatisfying(
              TokenFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED))
          .hasMessageContaining("invalid_client")
          .hasMessageContaining("check the client id");
    }
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void aClientThatBecomesKnownIsFoundWithoutARestart() {
    scene.issuer.client("svc").secret("another");
    TokenSource source = scene.source();
    assertThatThrownBy(source::get).isInstanceOf(TokenFailure.class);
    scene.issuer.client("svc").secret("s3cret");

    boolean found =
        scene.passUntil(Duration.ofSeconds(70), Duration.ofSeconds(5), () -> renewals() == 1);

    assertThat(found).isTrue();
  }

  private int renewals() {
    return scene.recorder.events(Event.TokenRenewed.class).size();
  }
}
