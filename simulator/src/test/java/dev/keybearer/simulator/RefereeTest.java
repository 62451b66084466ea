package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefereeTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void recordsWhatWasSentWhenAndHowItEnded() throws Exception {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    world.clock().freeze();
    world.clock().set(now);

    user.form(issuer.tokenEndpoint(), "grant_type", "client_credentials", "client_id", "ä b");

    RecordedRequest request = issuer.referee().requests(Endpoint.TOKEN).get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/token");
    assertThat(request.form()).containsEntry("client_id", "ä b");
    assertThat(request.headers()).containsKey("CONTENT-TYPE");
    assertThat(request.instant()).isEqualTo(now);
    assertThat(request.status()).isEqualTo(401);
    assertThat(request.fault()).isNull();
  }

  @Test
  void recordsTheFaultThatBefell() throws Exception {
    issuer.faults().next(Fault.status(503));

    user.get(issuer.uri().resolve("/nowhere"));

    assertThat(issuer.referee().requests()).hasToString("[UNKNOWN GET /nowhere 503 status 503]");
  }

  @Test
  void countsEachOfManyParallelRequestsOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<HttpUser.Reply>> requests = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        requests.add(
            threads.submit(
                () -> {
                  gate.await();
                  return user.get(issuer.api());
                }));
      }
      gate.countDown();
      for (Future<HttpUser.Reply> request : requests) {
        assertThat(request.get().status()).isEqualTo(401);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(issuer.referee().count(Endpoint.API)).isEqualTo(200);
    assertThat(issuer.referee().count()).isEqualTo(200);
    assertThat(issuer.referee().requests(Endpoint.API)).hasSize(200);
  }

  @Test
  void waitsForRequestsButNotForever() throws Exception {
    user.get(issuer.api());

    assertThat(issuer.referee().await(Endpoint.API, 1, Duration.ofSeconds(5))).isTrue();
    assertThat(issuer.referee().await(Endpoint.API, 2, Duration.ofMillis(20))).isFalse();
  }

  @Test
  void forgetsWhenTold() throws Exception {
    user.get(issuer.api());

    issuer.referee().clear();

    assertThat(issuer.referee().count()).isZero();
    assertThat(issuer.referee().requests()).isEmpty();
  }

  @Test
  void keepsTokensOutOfText() throws Exception {
    user.getWithToken(issuer.api(), "canary");

    assertThat(issuer.referee().requests().toString()).doesNotContain("canary");
  }
}
