package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** R1: one request per credential, however many callers there are and whatever becomes of them. */
class SingleFlightTest {
  private static final int CALLERS = 1000;

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void asksOnceForManyCallersOfAColdSource() throws Exception {
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(200)));
    TokenSource source = scene.source();

    Set<Token> tokens = await(Scene.callers(CALLERS, source::get));

    assertThat(tokens).hasSize(1);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void asksOnceForManyCallersOfAStaleSourceAndServesTheOldTokenMeanwhile() throws Exception {
    TokenSource source = scene.source();
    Token old = source.get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofSeconds(3)));
    scene.advance(Duration.ofSeconds(85));

    Set<Token> tokens = await(Scene.callers(CALLERS, source::get));
    scene.recorder.await(Event.TokenRenewed.class, event -> event.token().generation() == 2);

    assertThat(tokens).contains(old);
    assertThat(source.get().generation()).isEqualTo(2);
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void asksOnceForManyCallersOfAnExpiredSource() throws Exception {
    TokenSource source = scene.source();
    source.get();
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(200)));
    scene.advance(Duration.ofSeconds(100));

    Set<Token> tokens = await(Scene.callers(CALLERS, source::get));

    assertThat(tokens).hasSize(1);
    assertThat(tokens).allMatch(token -> token.generation() == 2);
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void interruptingTheFirstCallerHarmsNobodyElse() throws Exception {
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(500)));
    TokenSource source = scene.source();
    CountDownLatch failed = new CountDownLatch(1);
    Thread first =
        new Thread(
            () -> {
              try {
                source.get();
              } catch (TokenFailure e) {
                if (e.kind() == TokenFailure.Kind.OUT_OF_PATIENCE && Thread.interrupted()) {
                  failed.countDown();
                }
              }
            });
    first.start();
    scene.awaitAsked(1);

    first.interrupt();

    assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(await(Scene.callers(10, source::get))).hasSize(1);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void anImpatientCallerFailsAlone() throws Exception {
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(300)));
    TokenSource source = scene.source();

    assertThatThrownBy(() -> source.get(Duration.ZERO))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.OUT_OF_PATIENCE));

    assertThat(source.get().generation()).isEqualTo(1);
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void aFailedFlightIsNotReplayedByEachWaiter() throws Exception {
    scene
        .issuer
        .faults()
        .always(
            Endpoint.TOKEN,
            Fault.answer(401, "application/json", "{\"error\":\"invalid_client\"}"));
    TokenSource source = scene.source();

    List<Future<Token>> results = Scene.callers(200, source::get);

    for (Future<Token> result : results) {
      assertThatThrownBy(result::get).hasRootCauseInstanceOf(TokenFailure.class);
    }
    assertThat(scene.asked()).isEqualTo(1);
  }

  private static Set<Token> await(List<Future<Token>> results) throws Exception {
    Set<Token> tokens = new HashSet<>();
    for (Future<Token> result : results) {
      tokens.add(result.get(20, TimeUnit.SECONDS));
    }
    return tokens;
  }
}
