package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody calls at the moment when the token has ended (R1). */
class ExpiryStampedeTest {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int CALLERS = 2_000;
  private static final int CALLS_EACH = 5;

  @TempDir private Path folder;

  @Test
  void asksOnceForATokenWhenTenThousandCallsMeetAnExpiredOne() throws Exception {
    try (ServeScene scene = new ServeScene(folder).crowded()) {
      scene.issuer.habits().tokenLife(LIFE);
      try (Daemon daemon = scene.daemon();
          Crowd crowd = Crowd.connect(daemon.listens().getPort(), CALLERS)) {
        Eventually.holds("the first token", () -> scene.tokenRequests() == 1);
        // The renewal takes long enough for everybody to meet it under way.
        scene.issuer.faults().next(Endpoint.TOKEN, Fault.slow(Duration.ofMillis(500)));
        scene.advance(LIFE.plusSeconds(1));

        Map<String, Integer> endings =
            crowd.call(CALLS_EACH, caller -> Line.get("/api/open/" + caller));

        assertThat(endings).isEqualTo(Map.of("200", CALLERS * CALLS_EACH));
        assertThat(scene.tokenRequests()).isEqualTo(2);
        assertThat(scene.issuer.referee().count(Endpoint.API)).isEqualTo(CALLERS * CALLS_EACH);
      }
    }
  }
}
