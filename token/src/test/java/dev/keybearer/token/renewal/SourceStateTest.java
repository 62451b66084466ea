package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Summary;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see who watch. */
class SourceStateTest {
  private static final Summary NOTHING_ASKED = new Summary(0, 0, 0, 100, 0);

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void beginsNothing() {
    scene.source();

    assertThat(state())
        .isEqualTo(
            new SourceState("svc", null, false, null, null, NOTHING_ASKED, null, null, null));

    boolean asked = scene.recorder.isSoWithin(Duration.ofMillis(100), () -> scene.asked() > 0);
    assertThat(asked).isFalse();
  }

  @Test
  void showsTheTokenWithItsMoments() {
    Instant start = scene.time.wall();
    Token token = scene.source().get();

    SourceState state = state();

    assertThat(state.token()).isSameAs(token);
    assertThat(state.usable()).isTrue();
    assertThat(state.endsAt()).isEqualTo(start.plusSeconds(100));
    assertThat(state.renewFrom()).isBetween(start.plusSeconds(75), start.plusSeconds(80));
    assertThat(state.summary()).isEqualTo(scene.sources().summary(scene.credential()));
    assertThat(state.trouble()).isNull();
    assertThat(state.troubleMessage()).isNull();
    assertThat(state.retryAt()).isNull();
  }

  @Test
  void showsTroubleBesideATokenThatStillServesAndNoneAfterwards() {
    TokenSource source = scene.source();
    Token token = source.get();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));
    scene.advance(Duration.ofSeconds(85));
    scene.recorder.await(Event.RenewalFailed.class);

    SourceState state = state();

    assertThat(state.token()).isSameAs(token);
    assertThat(state.usable()).isTrue();
    assertThat(state.trouble()).isEqualTo(TokenFailure.Kind.UNREACHABLE);
    assertThat(state.troubleMessage()).contains("503");
    assertThat(state.retryAt()).isNotNull();
    assertThat(state.summary().failedRefreshes()).isPositive();
    scene.issuer.faults().clear();
    scene.advance(Duration.ofSeconds(14));
    scene.awaitGeneration(source, 2);
    assertThat(state().trouble()).isNull();
  }

  @Test
  void aTokenIsNotUsableFromTheInstantItEnds() {
    scene.source().get();
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));

    scene.advance(Duration.ofSeconds(100).minusNanos(1));
    assertThat(state().usable()).isTrue();
    scene.advance(Duration.ofNanos(1));

    assertThat(state().usable()).isFalse();
    assertThat(state().endsAt()).isEqualTo(scene.time.wall());
  }

  @Test
  void namesNoNextAttemptWhenItIsAPersonsTurn() {
    Credential credential = scene.refreshing("never-issued");
    TokenSource source = scene.sources().of(credential);
    assertThat(catchThrowable(source::get)).isInstanceOf(TokenFailure.class);

    assertThat(state().trouble()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);
    assertThat(state().troubleMessage()).contains("keybearer login ada");
    assertThat(state().retryAt()).isNull();
  }

  @Test
  void lookingIsNoUse() {
    scene.issuer.habits().tokenLife(Duration.ofHours(24));
    RenewalPolicy idle = RenewalPolicy.STANDARD.withIdle(Duration.ofSeconds(1000));
    TokenSource source = scene.sources().of(scene.credential().withRenewal(idle));
    source.get();

    scene.advance(Duration.ofSeconds(950).minusNanos(1));
    assertThat(state().usable()).isTrue();
    scene.advance(Duration.ofNanos(1));

    assertThat(state().usable()).isFalse();
    assertThat(source.get().generation()).isEqualTo(2);
  }

  @Test
  void showsEveryCredentialByName() {
    scene.sources().of(scene.credential().withName("b"));
    scene.sources().of(scene.credential().withName("c"));
    scene.sources().of(scene.credential().withName("a"));

    assertThat(scene.sources().states())
        .extracting(SourceState::credential)
        .containsExactly("a", "b", "c");
  }

  @Test
  void holdsNoTextOfAToken() {
    Token token = scene.source().get();

    assertThat(state().toString()).doesNotContain(token.value());
  }

  private SourceState state() {
    return scene.sources().states().get(0);
  }
}
