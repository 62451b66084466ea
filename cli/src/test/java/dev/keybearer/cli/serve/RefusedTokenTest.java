package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.RecordedRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The upstream refuses our token before its end: that is none of the callers' business (R1). */
class RefusedTokenTest {
  private static final int CALLERS = 1_000;

  @TempDir private Path folder;

  @Test
  void renewsOnceAndSucceedsForAThousandCallsWhoseTokenWasRefused() throws Exception {
    try (ServeScene scene = new ServeScene(folder).crowded();
        Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens());
        Crowd crowd = Crowd.connect(daemon.listens().getPort(), CALLERS)) {
      assertThat(caller.get("/api/open/first").statusCode()).isEqualTo(200);
      scene.issuer.revoke(scene.attachedToken());

      Map<String, Integer> endings = crowd.call(1, RefusedTokenTest::request);

      assertThat(endings).isEqualTo(Map.of("200", CALLERS));
      assertThat(scene.tokenRequests()).isEqualTo(2);
      assertThat(scene.apiRequests()).extracting(RecordedRequest::status).contains(401);
    }
  }

  private static String request(int caller) {
    String path = "/api/open/" + caller;
    return caller % 2 == 0 ? Line.get(path) : Line.post(path, "{\"order\":" + caller + "}");
  }
}
