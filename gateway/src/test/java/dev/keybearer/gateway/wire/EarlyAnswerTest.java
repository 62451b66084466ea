package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Ways;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an upstream says before the request is whole, or before its final answer. */
class EarlyAnswerTest {
  private static final String EXPECTING =
      "POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time)
          .route("/short", Ways.bodies(10, 10), "POST")
          .route("/**", "GET", "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void passesOnThatTheBodyMayCome() {
    scene.upstream().atHead(Reply.text("HTTP/1.1 100 Continue\r\n\r\n"));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(EXPECTING);
      assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

      client.send("hello");

      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      client.send("GET /b HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd()).contains("HTTP/1.1 200 ").endsWith("ok");
    }
    assertThat(scene.upstream().seen().getFirst().value("expect")).isEqualTo("100-continue");
    assertThat(scene.upstream().seen().getFirst().body()).isEqualTo("hello");
  }

  @Test
  void passesOnThatTheBodyNeedNotCome() {
    scene
        .upstream()
        .atHead(
            (request, socket, out) -> {
              Reply.of(417, "no").give(request, socket, out);
              return true;
            });
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(EXPECTING);

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 417 ")
          .contains("onnection: close")
          .endsWith("no");
    }
    Eventually.holds("nothing is left", () -> scene.wire().counts().upstreams() == 0);
  }

  @Test
  void passesInformationOnWithoutWhatIsOfTheConnection() {
    scene
        .upstream()
        .next(
            lines(
                "HTTP/1.1 103 Early Hints",
                "Link: </a>",
                "Connection: X-A",
                "X-A: b",
                "Keep-Alive: timeout=5",
                "",
                "HTTP/1.1 103 Early Hints",
                "Link: </b>",
                "",
                "HTTP/1.1 200 OK",
                "Content-Length: 2",
                "",
                "ok"));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");

      assertThat(client.readHead())
          .startsWith("HTTP/1.1 103 ")
          .contains("</a>")
          .doesNotContain("X-A", "Keep-Alive");
      assertThat(client.readHead()).startsWith("HTTP/1.1 103 ").contains("</b>");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    }
    scene.get("/b");
    assertThat(scene.upstream().seen()).extracting(Seen::connection).containsExactly(1, 1);
  }

  /** HTTP/1.0 knows one answer for each request. */
  @Test
  void keepsInformationFromOldCallers() {
    scene
        .upstream()
        .next(
            Reply.text(
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

    assertThat(RawClient.exchange(scene.port(), "GET /a HTTP/1.0\r\nHost: api\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void passesTrailersOnWithoutThoseThatOnlyAHeadMayHold() {
    scene
        .upstream()
        .next(
            lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "Trailer: X-Sum",
                "",
                "2",
                "ok",
                "0",
                "X-Sum: 7",
                "Content-Length: 9",
                "Set-Cookie: a=b",
                "Connection: close",
                "Transfer-Encoding: gzip",
                "Location: /evil",
                "WWW-Authenticate: Basic",
                "",
                ""));

    assertThat(scene.get("/a")).endsWith("\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
  }

  /** A connection that is closed with unread octets loses the answer that was just sent on it. */
  @Test
  void letsACallerReadTheAnswerThatComesBeforeItsBodyIsSent() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    scene
        .upstream()
        .atHead(
            (request, socket, out) -> {
              Reply.text(
                      "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n"
                          + "Connection: close\r\n\r\nno")
                  .give(request, socket, out);
              told.countDown();
              return true;
            });
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 5000000\r\n\r\n");
      told.await();
      client.sendInPieces("x".repeat(5_000_000), 100_000);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").endsWith("\r\n\r\nno");
    }
    assertThat(how()).isEqualTo(How.WHOLE);
  }

  @Test
  void letsACallerReadARefusalBeforeItsBodyIsSent() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /short HTTP/1.1\r\nHost: api\r\nContent-Length: 5000000\r\n\r\n");
      client.sendInPieces("x".repeat(5_000_000), 100_000);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").contains("body_too_long", "close");
    }
    assertThat(scene.upstream().connections()).isZero();
  }

  @Test
  void cutsOffChunksThatBecomeTooMany() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /short HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("5\r\nhello\r\n");
      Eventually.holds("it goes on", () -> scene.upstream().connections() == 1);
      client.send("5\r\nworld\r\n");
      client.send("1\r\n!\r\n");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").contains("body_too_long");
    }
    assertThat(scene.upstream().seen()).isEmpty();
    Eventually.holds("nothing is left", () -> scene.wire().counts().upstreams() == 0);
  }

  @Test
  void readsWhatACallerStillSendsForAMomentOnly() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /short HTTP/1.1\r\nHost: api\r\nContent-Length: 5000000\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
      client.send("more");
      time.awaitTicks();
      time.advance(Duration.ofMillis(1_999));
      time.awaitTicks();
      assertThat(scene.wire().counts().clients()).isEqualTo(1);

      time.advance(Duration.ofMillis(1));

      Eventually.holds("it is closed", () -> scene.wire().counts().clients() == 0);
    }
  }

  private static Reply lines(String... lines) {
    return Reply.text(String.join("\r\n", lines));
  }

  private How how() {
    Eventually.holds("the call has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending().how();
  }
}
