package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Ways;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller that leaves takes its upstream's side with it. */
class LeavingCallerTest {
  private static final String HEAD = "GET /a HTTP/1.1\r\nHost: api\r\n\r\n";

  private final GatewayScene scene =
      GatewayScene.open()
          .route("/one/**", Ways.within(Ways.connections(1)), "GET")
          .route("/**", "GET", "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<Consumer<RawClient>> ways() {
    return Stream.of(RawClient::reset, RawClient::close);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void inTheMiddleOfAHead(Consumer<RawClient> leave) {
    RawClient client = RawClient.connect(scene.port()).send("GET /a HTTP/1.1\r\nHo");
    Eventually.holds("it has come", () -> scene.wire().counts().clients() == 1);
    leave.accept(client);

    assertGone();
    assertThat(scene.calls().all()).isEmpty();
    assertThat(scene.calls().malformed()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void beforeAnAnswer(Consumer<RawClient> leave) {
    scene.upstream().always(Reply.silence());
    RawClient client = RawClient.connect(scene.port()).send(HEAD);
    scene.upstream().await(1);
    leave.accept(client);

    assertGone();
    assertThat(how()).isEqualTo(How.CALLER_LEFT);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void inTheMiddleOfABody(Consumer<RawClient> leave) {
    RawClient client =
        RawClient.connect(scene.port())
            .send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 100\r\n\r\nhello");
    Eventually.holds("it goes on", () -> scene.upstream().openConnections() == 1);
    leave.accept(client);

    assertGone();
    assertThat(how()).isEqualTo(How.CALLER_LEFT);
    assertThat(scene.upstream().seen()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void inTheMiddleOfChunks(Consumer<RawClient> leave) {
    RawClient client =
        RawClient.connect(scene.port())
            .send("POST /a HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n")
            .send("5\r\nhello\r\n");
    Eventually.holds("it goes on", () -> scene.upstream().openConnections() == 1);
    leave.accept(client);

    assertGone();
    assertThat(scene.upstream().seen()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void inTheMiddleOfAnAnswer(Consumer<RawClient> leave) {
    AtomicLong written = new AtomicLong();
    scene.upstream().always(endless(written));
    RawClient client = RawClient.connect(scene.port()).send(HEAD);
    client.readHead();
    client.read(100_000);
    leave.accept(client);

    assertGone();
    assertThat(how()).isEqualTo(How.CALLER_LEFT);
  }

  @Test
  void whileItWaitsForAConnection() {
    scene.upstream().always(Reply.silence());
    // One of two loops serves each of them: of three at least two share one connection.
    RawClient[] clients = new RawClient[3];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = RawClient.connect(scene.port()).send("GET /one/1 HTTP/1.1\r\nHost: api\r\n\r\n");
    }
    scene.upstream().await(1);
    for (RawClient client : clients) {
      client.reset();
    }

    Eventually.holds("the callers are gone", () -> scene.wire().counts().clients() == 0);
    // One that was being opened for somebody who has left lies there for the next.
    Eventually.holds(
        "none is in use", () -> scene.wire().counts().upstreams() == scene.wire().counts().idle());
    assertThat(scene.calls().all())
        .extracting(each -> each.ending().how())
        .containsOnly(How.CALLER_LEFT);
  }

  @Test
  void betweenTwoRequests() {
    try (RawClient client = RawClient.connect(scene.port()).send(HEAD)) {
      client.readAnswer();
      client.reset();
    }

    Eventually.holds("it is gone", () -> scene.wire().counts().clients() == 0);
    assertThat(how()).isEqualTo(How.WHOLE);
    assertThat(scene.wire().counts().idle()).isEqualTo(1);
  }

  @Test
  void withARequestBehindTheOneThatIsServed() {
    scene.upstream().always(Reply.silence());
    RawClient client = RawClient.connect(scene.port()).send(HEAD + HEAD + HEAD);
    scene.upstream().await(1);
    client.reset();

    assertGone();
    assertThat(scene.calls().all()).hasSize(1);
  }

  private static Reply endless(AtomicLong written) {
    return (request, socket, out) -> {
      Reply.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
          .give(request, socket, out);
      while (true) {
        Reply.text("1000\r\n" + "x".repeat(0x1000) + "\r\n").give(request, socket, out);
        written.addAndGet(0x1000);
      }
    };
  }

  private How how() {
    Eventually.holds("the call has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending().how();
  }

  /** What is answered at once arrives, although the caller has said that it says nothing more. */
  @Test
  void rightBehindWhatItAskedFor() {
    for (int i = 0; i < 50; i++) {
      try (RawClient client = RawClient.connect(scene.port())) {
        client.send("DELETE /a HTTP/1.1\r\nHost: api\r\n\r\n").endOutput();

        assertThat(client.readToEnd()).startsWith("HTTP/1.1 405 ");
      }
    }
    assertGone();
  }

  private void assertGone() {
    Eventually.holds("the caller is gone", () -> scene.wire().counts().clients() == 0);
    Eventually.holds("nothing is left", () -> scene.wire().counts().upstreams() == 0);
    Eventually.holds("the upstream knows", () -> scene.upstream().openConnections() == 0);
  }
}
