package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer cannot be reached while its API can (R4, F1). */
class IssuerDownTest {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int CALLS = 20;

  @TempDir private Path folder;

  @Test
  void servesToTheTokensEndAndSendsNothingWithoutATokenBehindIt() {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(scene.config().replace("patience: 30s", "patience: 300ms"));
      scene.issuer.habits().tokenLife(LIFE);
      scene.issuer.client("caller").tokenLife(Duration.ofHours(1));
      try (Daemon daemon = scene.daemon();
          Caller caller = Caller.at(daemon.listens()).with(scene.issuer.mint("caller"))) {
        Eventually.holds("a token", () -> caller.get("/api/orders/1").statusCode() == 200);
        takeDown(scene);

        for (int minute = 1; minute < LIFE.toMinutes(); minute++) {
          scene.advance(Duration.ofMinutes(1));
          expect(200, caller);
        }
        scene.advance(Duration.ofSeconds(45));
        expect(200, caller);
        int reached = scene.apiRequests().size();
        scene.advance(Duration.ofSeconds(16));
        expect(503, caller);

        assertThat(caller.get("/api/orders/1").body()).contains("\"reason\":\"no_token\"");
        assertThat(scene.apiRequests())
            .hasSize(reached)
            .allSatisfy(
                each -> assertThat(each.headers().get("Authorization")).startsWith("Bearer "))
            .allSatisfy(each -> assertThat(each.status()).isEqualTo(200));
      }
    }
  }

  @Test
  void servesAgainOnceTheIssuerIsBack() {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.faults().always(Endpoint.TOKEN, Fault.status(503));
      scene.write(scene.config().replace("patience: 30s", "patience: 300ms"));
      try (Daemon daemon = scene.daemon();
          Caller caller = Caller.at(daemon.listens())) {
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(503);

        scene.issuer.faults().clear();

        Eventually.holds(
            "a call that succeeds",
            () -> {
              scene.advance(Duration.ofSeconds(5));
              return caller.get("/api/open/1").statusCode() == 200;
            });
      }
    }
  }

  private static void takeDown(ServeScene scene) {
    for (Endpoint endpoint : List.of(Endpoint.TOKEN, Endpoint.JWKS, Endpoint.DISCOVERY)) {
      scene.issuer.faults().always(endpoint, Fault.reset());
    }
  }

  private static void expect(int status, Caller caller) {
    for (int call = 0; call < CALLS; call++) {
      HttpResponse<String> answer = caller.get("/api/orders/" + call);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
  }
}
