package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.scene.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much the admin port takes on at once, and for how long. */
class BoundsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void tellsTheSixtyFifthRequestToComeAgain() throws Exception {
    try (AdminScene scene = AdminScene.withoutClients()) {
      CountDownLatch inside = new CountDownLatch(64);
      CountDownLatch gate = new CountDownLatch(1);
      scene.operations.meanwhile = () -> stay(inside, gate);
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        clients.add(RawClient.connect(scene.port()).send(AdminScene.request("GET /health", "")));
      }
      inside.await();

      Answer another = scene.get("/metrics");

      assertThat(another.status()).isEqualTo(503);
      assertThat(another.field("Retry-After")).isEqualTo("1");
      assertThat(scene.get("/livez").status()).isEqualTo(200);
      gate.countDown();
      for (RawClient client : clients) {
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
        client.close();
      }
      assertThat(scene.get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void hangsUpOnMoreExchangesThanItHasPlacesFor() throws Exception {
    try (AdminScene scene = AdminScene.open(new Bounds(2, 2, LONG))) {
      CountDownLatch inside = new CountDownLatch(2);
      CountDownLatch gate = new CountDownLatch(1);
      scene.operations.meanwhile = () -> stay(inside, gate);
      String request = AdminScene.request("GET /health", "");
      try (RawClient first = RawClient.connect(scene.port()).send(request);
          RawClient second = RawClient.connect(scene.port()).send(request)) {
        inside.await();
        assertThat(RawClient.exchange(scene.port(), request)).isEmpty();
        gate.countDown();
        assertThat(first.readToEnd()).startsWith("HTTP/1.1 200");
        assertThat(second.readToEnd()).startsWith("HTTP/1.1 200");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "GET /health HTTP/1.1\r\nHost: local",
        "POST /admin/reload HTTP/1.1\r\nHost: localhost\r\nX-Keybearer: 1\r\n"
            + "Content-Length: 9\r\n\r\n{",
        "POST /admin/reload HTTP/1.1\r\nHost: localhost\r\nX-Keybearer: 1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n5\r\n{"
      })
  void hangsUpOnWhoeverIsSlow(String start) {
    try (AdminScene scene = AdminScene.open(new Bounds(2, 2, SHORT))) {
      assertThat(RawClient.exchange(scene.port(), start)).isEmpty();
      assertThat(scene.journal).isEmpty();
      Answer next = scene.get("/health");
      assertThat(next.status()).isEqualTo(200);
    }
  }

  /** An interrupt would close the file that an act is written to. */
  @Test
  void interruptsNothingThatIsBeingDone() throws Exception {
    try (AdminScene scene = AdminScene.open(new Bounds(4, 4, SHORT))) {
      CountDownLatch never = new CountDownLatch(1);
      AtomicBoolean interrupted = new AtomicBoolean();
      scene.operations.meanwhile =
          () -> {
            try {
              boolean opened = never.await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS);
              assertThat(opened).isFalse();
            } catch (InterruptedException e) {
              interrupted.set(true);
            }
          };

      assertThat(scene.post("/admin/reload", "").status()).isEqualTo(200);
      assertThat(interrupted).isFalse();
    }
  }

  @Test
  void takesABodyOfTheLargestSizeAndNoLargerOne() {
    try (AdminScene scene = AdminScene.withoutClients()) {
      String wish = "{\"subject\":\"alice\"}";
      String largest = wish + " ".repeat(Bounds.BODY - wish.length());

      assertThat(scene.post("/admin/revoke", largest).status()).isEqualTo(200);
      Answer larger = scene.post("/admin/revoke", largest + " ");
      assertThat(larger.status()).isEqualTo(413);
      assertThat(larger.body()).contains("16384 bytes");
    }
  }

  @Test
  void readsNoEndlessBody() {
    try (AdminScene scene = AdminScene.withoutClients()) {
      String head =
          AdminScene.request(
              "POST /admin/revoke", "", AdminScene.MEANT, "Transfer-Encoding: chunked");
      String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";

      assertThat(RawClient.exchange(scene.port(), head + chunk.repeat(3) + "0\r\n\r\n"))
          .startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void closesTwiceAndListensNoMore() {
    AdminScene scene = AdminScene.withoutClients();
    int port = scene.port();
    scene.close();
    scene.close();

    assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void letsWhatIsUnderWayEndWhenItIsClosed() throws Exception {
    AdminScene scene = AdminScene.withoutClients();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    scene.operations.meanwhile = () -> stay(inside, gate);
    String request = AdminScene.request("POST /admin/reload", "", AdminScene.MEANT);
    try (RawClient client = RawClient.connect(scene.port()).send(request)) {
      inside.await();
      Thread closing = Thread.ofVirtual().start(scene::close);
      gate.countDown();

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
      closing.join();
    }
  }

  private static void stay(CountDownLatch inside, CountDownLatch gate) {
    inside.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
