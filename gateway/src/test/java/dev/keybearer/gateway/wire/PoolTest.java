package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Relay;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.upstream.TokenWelcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to an upstream: how many, how long, and which of them are trusted (G11). */
class PoolTest {
  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time)
          .route("/one/**", Ways.within(Ways.connections(1)), "GET", "POST")
          .route("/**", Ways.retrying(0), "GET", "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  /** An upstream may close a connection just as the next request leaves. */
  @Test
  void repeatsAGetOnANewConnectionWhenTheOldOneWasDead() {
    scene.get("/a");
    scene.upstream().next(Reply.thenClosing(""));

    assertThat(scene.get("/b")).startsWith("HTTP/1.1 200 ");
    assertThat(scene.upstream().seen()).extracting(Seen::target).containsExactly("/a", "/b", "/b");
    assertThat(scene.upstream().seen()).extracting(Seen::connection).containsExactly(1, 1, 2);
  }

  @Test
  void repeatsItOnceOnly() {
    scene.get("/a");
    scene.upstream().always(Reply.thenClosing(""));

    assertThat(scene.get("/b")).startsWith("HTTP/1.1 502 ");
    assertThat(scene.upstream().seen()).extracting(Seen::target).containsExactly("/a", "/b", "/b");
  }

  @Test
  void repeatsNoPost() {
    scene.get("/a");
    scene.upstream().next(Reply.thenClosing(""));

    assertThat(post("/b", 2)).startsWith("HTTP/1.1 502 ");
    assertThat(scene.upstream().seen()).extracting(Seen::target).containsExactly("/a", "/b");
  }

  @Test
  void distrustsTheOthersThatLieThere() {
    lieIdle(5);
    scene.upstream().next(Reply.thenClosing(""));

    assertThat(scene.get("/b")).startsWith("HTTP/1.1 200 ");
    Eventually.holds("the others are closed", () -> scene.wire().counts().upstreams() == 1);
  }

  @Test
  void noticesAnUpstreamThatRestarts() {
    lieIdle(3);
    scene.upstream().dropConnections();
    Eventually.holds("they are gone", () -> scene.wire().counts().upstreams() == 0);

    assertThat(scene.wire().counts().idle()).isZero();
    assertThat(post("/b", 2)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void usesTheConnectionThatWasUsedLast() {
    lieIdle(3);
    int connections = scene.upstream().connections();
    for (int i = 0; i < 5; i++) {
      scene.get("/b");
    }

    assertThat(scene.upstream().connections()).isEqualTo(connections);
    List<Seen> seen = scene.upstream().seen();
    assertThat(seen.subList(3, 8))
        .extracting(Seen::connection)
        .containsOnly(seen.get(3).connection());
  }

  /**
   * Nobody wants the rest of an answer that the gateway takes for itself, and it may never come.
   */
  @Test
  void keepsNoPlaceForTheRestOfAnAnswerThatDoesNotCome() {
    scene
        .upstream()
        .always(
            Reply.text(
                String.join(
                    "\r\n",
                    "HTTP/1.1 429 Too Many Requests",
                    "Retry-After: 1",
                    "Transfer-Encoding: chunked",
                    "",
                    "5",
                    "hello",
                    "")));
    Attachment attachment =
        new Attachment("orders", new Relay(time).renew(Duration.ofHours(1)), new TokenWelcome());
    scene.route("/attached", Ways.attaching(attachment), "GET");
    try (RawClient _ = asks("/attached")) {
      scene.upstream().await(1);

      Eventually.holds("it is closed", () -> scene.wire().counts().upstreams() == 0);
    }
  }

  /** A proof is good for being sent once (decision 0021), and the first may have arrived. */
  @Test
  void repeatsAGetWithAnotherProof() {
    AtomicInteger proofs = new AtomicInteger();
    Relay source =
        new Relay(time)
            .renew(Duration.ofHours(1))
            .bound((request, token) -> "proof-" + proofs.incrementAndGet());
    Attachment attachment = new Attachment("orders", source, new TokenWelcome());
    scene.route("/proved", Ways.all(Ways.retrying(0), Ways.attaching(attachment)), "GET");
    scene.get("/a");
    scene.upstream().next(Reply.thenClosing(""));

    assertThat(scene.get("/proved")).startsWith("HTTP/1.1 200 ");
    assertThat(scene.upstream().seen()).extracting(Seen::connection).containsExactly(1, 1, 2);
    assertThat(scene.upstream().seen())
        .extracting(seen -> seen.values("DPoP"))
        .containsExactly(List.of(), List.of("proof-1"), List.of("proof-2"));
  }

  @Test
  void repeatsAGetWithAnotherProofOnceOnly() {
    Relay source = new Relay(time).renew(Duration.ofHours(1)).bound((request, token) -> "p");
    Attachment attachment = new Attachment("orders", source, new TokenWelcome());
    scene.route("/proved", Ways.all(Ways.retrying(0), Ways.attaching(attachment)), "GET");
    scene.get("/a");
    scene.upstream().always(Reply.thenClosing(""));

    assertThat(scene.get("/proved")).startsWith("HTTP/1.1 502 ");
    assertThat(scene.upstream().seen()).hasSize(3);
  }

  @Test
  void keepsAConnectionThatIsUsedUntilItIsOld() {
    for (int i = 0; i < 10; i++) {
      scene.get("/a");
      time.advance(Duration.ofMillis(29_999));
      time.awaitTicks();
    }
    assertThat(scene.upstream().connections()).isEqualTo(1);

    time.advance(Duration.ofMillis(10));
    time.awaitTicks();

    assertThat(scene.wire().counts().upstreams()).isZero();
    scene.get("/a");
    assertThat(scene.upstream().connections()).isEqualTo(2);
  }

  @Test
  void usesNoConnectionAgainThatGrewOldInUse() {
    RawParts parts = new RawParts();
    scene.upstream().next(parts);
    try (RawClient client = asks("/slow")) {
      parts.give("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n");
      client.readHead();
      for (int i = 0; i < 11; i++) {
        time.awaitTicks();
        time.advance(Duration.ofSeconds(28));
        parts.give("x");
        assertThat(client.read(1)).isEqualTo("x");
      }
    }

    Eventually.holds("it is closed", () -> scene.wire().counts().upstreams() == 0);
    assertThat(scene.calls().all().getFirst().ending().how()).isEqualTo(How.WHOLE);
  }

  @Test
  void closesAConnectionThatNobodyUses() {
    scene.get("/a");
    Eventually.holds("it lies idle", () -> scene.wire().counts().idle() == 1);
    time.advance(Duration.ofMillis(29_999));
    time.awaitTicks();
    assertThat(scene.wire().counts().idle()).isEqualTo(1);

    time.advance(Duration.ofMillis(1));

    Eventually.holds("it is closed", () -> scene.wire().counts().upstreams() == 0);
    assertThat(scene.wire().counts().idle()).isZero();
    Eventually.holds("the upstream knows", () -> scene.upstream().openConnections() == 0);
  }

  @Test
  void usesNoConnectionAgainThatTheUpstreamEnds() {
    scene
        .upstream()
        .always(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
    scene.get("/a");
    scene.get("/a");

    assertThat(scene.upstream().seen()).extracting(Seen::connection).containsExactly(1, 2);
    assertThat(scene.wire().counts().idle()).isZero();
  }

  @Test
  void usesConnectionsOfHttp10OnlyWhenTheyAreKept() {
    scene
        .upstream()
        .next(
            Reply.text("HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"));
    scene.upstream().next(Reply.text("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    for (int i = 0; i < 3; i++) {
      assertThat(scene.get("/a")).endsWith("\r\n\r\nok");
    }

    assertThat(scene.upstream().seen()).extracting(Seen::connection).containsExactly(1, 1, 2);
  }

  /** Each of so many calls at once leaves a connection behind. */
  private void lieIdle(int count) {
    CountDownLatch gate = new CountDownLatch(1);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scene.upstream().next(Reply.behind(gate, Reply.of(200, "ok")));
    }
    for (int i = 0; i < count; i++) {
      clients.add(asks("/a"));
    }
    scene.upstream().await(count);
    gate.countDown();
    for (RawClient client : clients) {
      client.readAnswer();
      client.close();
    }
    Eventually.holds("all lie idle", () -> scene.wire().counts().idle() == count);
  }

  private RawClient asks(String target) {
    return RawClient.connect(scene.port()).send(get(target));
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: api\r\n\r\n";
  }

  private String post(String target, int length) {
    return RawClient.exchange(
        scene.port(),
        "POST "
            + target
            + " HTTP/1.1\r\nHost: api\r\nConnection: close\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + "x".repeat(length));
  }
}
