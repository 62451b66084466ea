package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.token.Credential;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A source makes room for another of its name, and the two never meet at the store. */
class ReleaseTest {
  private static final Duration PATIENCE = Scene.PATIENCE;

  private final FailingStore store = new FailingStore(MemoryTokenStore.open());
  private final Scene scene = new Scene().withStore(store);
  private final String seed = scene.issuer.mintRefreshToken("svc", "ada", "orders:read");
  private final Credential refreshing = scene.refreshing(seed);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void anotherCredentialMayHaveItsNameAfterwards() {
    Credential credential = scene.credential();
    Credential changed = credential.withRenewal(RenewalPolicy.STANDARD.withIdle(PATIENCE));
    scene.sources().of(credential).get();
    assertThatIllegalArgumentException().isThrownBy(() -> scene.sources().of(changed));

    assertThat(scene.sources().release(credential, PATIENCE)).isTrue();

    assertThat(scene.sources().of(changed).get()).isNotNull();
    assertThatIllegalArgumentException().isThrownBy(() -> scene.sources().of(credential));
  }

  @Test
  void givesNothingMoreAndAsksForNothingMore() {
    TokenSource source = scene.source();
    Token token = source.get();

    assertThat(scene.sources().release(scene.credential(), PATIENCE)).isTrue();

    assertThat(source.peek()).isNull();
    assertThat(kind(catchThrowable(source::get))).isEqualTo(TokenFailure.Kind.CLOSED);
    source.reject(token);
    scene.advance(Duration.ofSeconds(85));
    boolean asked = scene.recorder.isSoWithin(Duration.ofMillis(100), () -> scene.asked() > 1);
    assertThat(asked).isFalse();
    assertThat(scene.sources().states()).isEmpty();
  }

  @Test
  void whatRestsStays() {
    Token token = scene.sources().of(refreshing).get();

    scene.sources().release(refreshing, PATIENCE);

    assertThat(scene.sources().of(refreshing).get().value()).isEqualTo(token.value());
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void letsGoOfWhoeverWaits() throws Exception {
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(500)));
    TokenSource source = scene.source();
    List<Future<Throwable>> waiting = Scene.callers(8, () -> catchThrowable(source::get));
    scene.awaitAsked(1);

    assertThat(scene.sources().release(scene.credential(), PATIENCE)).isTrue();

    for (Future<Throwable> each : waiting) {
      assertThat(kind(each.get())).isEqualTo(TokenFailure.Kind.CLOSED);
    }
  }

  /** S5, S6: the refresh token that a flight brings is the successor's to use, and no other. */
  @Test
  void aRenewalUnderWayIsKeptBeforeTheNameIsFree() throws Exception {
    scene.sources().of(refreshing).get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(500)));
    scene.advance(Duration.ofSeconds(85));
    scene.awaitAsked(2);
    int commits = store.commits();

    assertThat(scene.sources().release(refreshing, PATIENCE)).isTrue();

    assertThat(store.commits()).isEqualTo(commits + 1);
    assertThat(scene.sources().of(refreshing).get().generation()).isGreaterThan(1);
    assertThat(scene.asked()).isEqualTo(2);
    scene.advance(Duration.ofSeconds(100));
    scene.sources().of(refreshing).get();
    assertThat(used()).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void aRenewalThatTakesLongerKeepsTheNameUntilItEnds() throws Exception {
    Credential changed = refreshing.withRenewal(RenewalPolicy.STANDARD.withIdle(PATIENCE));
    TokenSource source = scene.sources().of(refreshing);
    source.get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(500)));
    scene.advance(Duration.ofSeconds(85));
    scene.awaitAsked(2);

    assertThat(scene.sources().release(refreshing, Duration.ZERO)).isFalse();

    assertThat(kind(catchThrowable(source::get))).isEqualTo(TokenFailure.Kind.CLOSED);
    assertThatIllegalArgumentException().isThrownBy(() -> scene.sources().of(changed));
    assertThat(scene.sources().release(refreshing, PATIENCE)).isTrue();
    assertThat(scene.sources().of(changed).get().generation()).isGreaterThan(1);
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void aRefreshTokenThatCouldNotBeKeptIsNotForgotten() {
    scene.sources().of(refreshing).get();
    store.refuseCommits(true);
    scene.sources().renew(refreshing, PATIENCE);

    assertThat(scene.sources().release(refreshing, PATIENCE)).isFalse();
    store.refuseCommits(false);
    assertThat(scene.sources().release(refreshing, PATIENCE)).isTrue();

    scene.advance(Duration.ofSeconds(100));
    assertThat(scene.sources().of(refreshing).get()).isNotNull();
    assertThat(used()).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void aTokenThatIsHadAnewNeedNotBeKept() {
    store.refuseCommits(true);
    scene.source().get();

    assertThat(scene.sources().release(scene.credential(), PATIENCE)).isTrue();
  }

  @Test
  void aRenewalThatWaitsForItsPlaceIsNotBegun() throws Exception {
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.slow(Duration.ofSeconds(1)));
    List<Credential> others =
        IntStream.range(0, Lane.MOST_AT_ONCE)
            .mapToObj(each -> scene.credential().withName("other-" + each))
            .toList();
    List<Future<Throwable>> callers = new ArrayList<>();
    for (Credential other : others) {
      TokenSource source = scene.sources().of(other);
      callers.addAll(Scene.callers(1, () -> catchThrowable(source::get)));
    }
    scene.passUntil(PATIENCE, Duration.ofMillis(100), () -> scene.asked() == Lane.MOST_AT_ONCE);
    TokenSource last = scene.source();
    callers.addAll(Scene.callers(1, () -> catchThrowable(last::get)));

    assertThat(scene.sources().release(scene.credential(), PATIENCE)).isTrue();

    for (Future<Throwable> caller : callers) {
      caller.get();
    }
    assertThat(scene.asked()).isEqualTo(Lane.MOST_AT_ONCE);
  }

  @Test
  void nothingIsDoneToACredentialThroughASourceThatWasReleased() {
    RenewingSource source = (RenewingSource) scene.source();
    source.get();
    scene.sources().release(scene.credential(), PATIENCE);

    assertThatThrownBy(() -> source.between(PATIENCE, Renewal::revoke))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.CLOSED));
  }

  @Test
  void releasesWhatIsNotThereAndNothingOfAnother() {
    assertThat(scene.sources().release(scene.credential(), Duration.ZERO)).isTrue();
    TokenSource source = scene.source();
    Token token = source.get();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scene.sources().release(refreshing.withName("svc"), PATIENCE));

    assertThat(source.get()).isSameAs(token);
  }

  @Test
  void whatWasAskedStaysCounted() {
    scene.source().get();
    scene.sources().release(scene.credential(), PATIENCE);
    assertThat(scene.sources().summary().totalRequests()).isEqualTo(1);

    scene.advance(Duration.ofSeconds(100));
    scene.source().get();

    assertThat(scene.sources().summary().totalRequests()).isEqualTo(2);
    assertThat(scene.sources().release(scene.credential(), PATIENCE)).isTrue();
    assertThat(scene.sources().summary().totalRequests()).isEqualTo(2);
  }

  /** S5: however callers and releases meet, each refresh token is used once. */
  @Test
  void manyCallersAndReleasesUseEachRefreshTokenOnce() throws Exception {
    TokenSources sources = scene.sources();
    List<Future<Integer>> callers = Scene.callers(8, () -> getAndRelease(sources));

    scene.passUntil(
        Duration.ofMinutes(30),
        Duration.ofSeconds(10),
        () -> callers.stream().allMatch(Future::isDone));

    int got = 0;
    for (Future<Integer> caller : callers) {
      got += caller.get();
    }
    assertThat(got).isPositive();
    assertThat(used()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
  }

  private int getAndRelease(TokenSources sources) {
    int got = 0;
    for (int turn = 1; turn <= 2_000; turn++) {
      try {
        sources.of(refreshing).get(PATIENCE);
        got++;
      } catch (TokenFailure closedMeanwhile) {
        // Another has released it; the next turn begins with a new source.
      }
      if (turn % 8 == 0) {
        sources.release(refreshing, PATIENCE);
      }
    }
    return got;
  }

  private List<String> used() {
    return scene.issuer.referee().requests(Endpoint.TOKEN).stream()
        .map(RecordedRequest::form)
        .map(form -> String.valueOf(form.get("refresh_token")))
        .toList();
  }

  private static TokenFailure.Kind kind(Throwable failure) {
    assertThat(failure).isInstanceOf(TokenFailure.class);
    return ((TokenFailure) failure).kind();
  }
}
