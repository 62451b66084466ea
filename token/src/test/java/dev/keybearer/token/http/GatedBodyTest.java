package dev.keybearer.token.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The gate decides once, whoever comes first. */
class GatedBodyTest {
  @Test
  void staysShutForTheClientOnceShut() {
    GatedBody body = new GatedBody(new byte[3]);

    assertThat(body.shut()).isTrue();
    assertThat(body.shut()).isTrue();
    assertThatIllegalStateException().isThrownBy(body::contentLength);
  }

  @Test
  void cannotBeShutOnceTheClientAsked() {
    GatedBody body = new GatedBody(new byte[3]);

    assertThat(body.contentLength()).isEqualTo(3);
    assertThat(body.shut()).isFalse();
    assertThat(body.contentLength()).isEqualTo(3);
  }

  @Test
  void letsExactlyOneOfClientAndWaiterWin() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 500; round++) {
        GatedBody body = new GatedBody(new byte[3]);
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<Boolean>> racers = new ArrayList<>();
        racers.add(
            () -> {
              start.await();
              return body.shut();
            });
        racers.add(
            () -> {
              start.await();
              return passes(body);
            });
        List<Future<Boolean>> wins = threads.invokeAll(racers);
        assertThat(wins.get(0).get()).isNotEqualTo(wins.get(1).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean passes(GatedBody body) {
    try {
      return body.contentLength() == 3;
    } catch (IllegalStateException shut) {
      return false;
    }
  }
}
