package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Event;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an event loop sees, which never waits. */
class PeekTest {
  private static final Duration NANO = Duration.ofNanos(1);

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void givesAFreshToken() {
    TokenSource source = scene.source();

    Token token = source.get();

    assertThat(source.peek()).isSameAs(token);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void givesNothingAndBeginsNothingBeforeTheFirstToken() {
    TokenSource source = scene.source();

    assertThat(source.peek()).isNull();

    assertNothingIsBegun(0);
  }

  @Test
  void givesAStaleTokenUntilItEnds() {
    TokenSource source = scene.source();
    Token token = source.get();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));
    scene.advance(Duration.ofSeconds(50));
    assertThat(source.peek()).isSameAs(token);

    scene.advance(Duration.ofSeconds(50).minus(NANO));
    assertThat(source.peek()).isSameAs(token);
    scene.advance(NANO);

    assertThat(source.peek()).isNull();
  }

  @Test
  void beginsNoRenewalOfAnExpiredToken() {
    TokenSource source = scene.source();
    source.get();
    scene.issuer.faults().next(Endpoint.TOKEN, refused());
    scene.advance(Duration.ofSeconds(85)); // its alarm is told no, so that the next one is far off
    scene.recorder.await(Event.RenewalFailed.class);
    int asked = scene.asked();
    scene.advance(Duration.ofSeconds(15));

    for (int i = 0; i < 100; i++) {
      assertThat(source.peek()).isNull();
    }

    assertNothingIsBegun(asked);
  }

  @Test
  void leavesItToGetWhatBecameOfATokenThatRested() {
    TokenSource source = resting();
    Token token = source.get();
    scene.advance(Duration.ofSeconds(60).minus(NANO));
    assertThat(source.peek()).isSameAs(token);

    scene.advance(Duration.ofSeconds(60));

    assertThat(source.peek()).isNull();
    assertThat(source.get()).isSameAs(token);
    assertThat(source.peek()).isSameAs(token);
  }

  @Test
  void leavesATokenThatMayHaveDiedOfIdlenessToGet() {
    TokenSource source = resting();
    source.get();
    scene.advance(Duration.ofMinutes(15));

    assertThat(source.peek()).isNull();
    assertThat(source.get().generation()).isEqualTo(2);
  }

  @Test
  void countsAsAUse() {
    TokenSource source = resting();
    Token token = source.get();

    for (int i = 0; i < 40; i++) {
      scene.advance(Duration.ofSeconds(30));
      assertThat(source.peek()).isSameAs(token);
    }

    assertThat(source.get()).isSameAs(token);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void givesNoTokenThatWasRejected() {
    TokenSource source = scene.source();
    Token token = source.get();
    scene.issuer.faults().next(Endpoint.TOKEN, refused());

    source.reject(token);

    assertThat(source.peek()).isNull();
  }

  @Test
  void aSourceThatIsALambdaGivesNothing() {
    Token token = scene.source().get();
    TokenSource source = patience -> token;

    assertThat(source.peek()).isNull();
  }

  /** A source whose tokens live for a day and die of a pause of fifteen minutes. */
  private TokenSource resting() {
    scene.issuer.habits().tokenLife(Duration.ofHours(24));
    RenewalPolicy idle = RenewalPolicy.STANDARD.withIdle(Duration.ofMinutes(15));
    return scene.sources().of(scene.credential().withRenewal(idle));
  }

  private void assertNothingIsBegun(int asked) {
    boolean begun = scene.recorder.isSoWithin(Duration.ofMillis(100), () -> scene.asked() > asked);
    assertThat(begun).isFalse();
  }

  private static Fault refused() {
    return Fault.answer(401, "application/json", "{\"error\":\"invalid_client\"}");
  }
}
