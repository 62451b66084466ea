package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Event;
import dev.keybearer.token.Limits;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** F2, F3, F30: what piles up behind an issuer that hangs does not pour out when it answers. */
class LaneTest {
  private static final int CREDENTIALS = 100;
  private static final int BURST = Limits.OF_ISSUER.burst();

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatWaitedBehindSlowAnswersStillKeepsThePace() throws Exception {
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.slow(Duration.ofSeconds(1)));
    List<Future<Token>> callers = callers();
    scene.awaitAsked(BURST);
    scene.advance(Duration.ofSeconds(10));
    scene.awaitAsked(Lane.MOST_AT_ONCE);
    scene.issuer.faults().clear();

    assertThat(scene.recorder.isSoWithin(Scene.PATIENCE, () -> renewals() >= Lane.MOST_AT_ONCE))
        .isTrue();
    scene.recorder.isSoWithin(Duration.ofMillis(200), () -> scene.asked() > 2 * BURST);
    assertThat(scene.asked()).isLessThanOrEqualTo(2 * BURST);

    Duration all = Limits.OF_ISSUER.interval().multipliedBy(2 * CREDENTIALS);
    scene.passUntil(all, Duration.ofMillis(250), () -> renewals() == CREDENTIALS);
    for (Future<Token> caller : callers) {
      assertThat(caller.get().generation()).isEqualTo(1);
    }
  }

  private int renewals() {
    return scene.recorder.events(Event.TokenRenewed.class).size();
  }

  private List<Future<Token>> callers() throws InterruptedException {
    List<TokenSource> sources = new ArrayList<>();
    for (int i = 0; i < CREDENTIALS; i++) {
      sources.add(scene.sources().of(scene.credential().withName("svc-" + i)));
    }
    AtomicInteger next = new AtomicInteger();
    return Scene.callers(
        CREDENTIALS, () -> sources.get(next.getAndIncrement()).get(Duration.ofMinutes(5)));
  }
}
