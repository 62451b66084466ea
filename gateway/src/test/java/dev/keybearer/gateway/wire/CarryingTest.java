package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests and answers arrive as they were sent, in every framing. */
class CarryingTest {
  private final GatewayScene scene = GatewayScene.open().route("/**", "GET", "POST", "PUT");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void carriesRequestAndAnswer() {
    assertThat(scene.get("/a?b=c")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok");
    assertThat(scene.upstream().seen().getFirst().line()).isEqualTo("GET /a?b=c HTTP/1.1");
  }

  @Test
  void servesManyRequestsOnOneConnectionOverOneToTheUpstream() {
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 50; i++) {
        client.send("GET /" + i + " HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("ok");
      }
    }
    assertThat(scene.upstream().seen()).hasSize(50);
    assertThat(scene.upstream().connections()).isEqualTo(1);
  }

  /** Two pieces are two calls of the system; the caller's side cannot split what came as one. */
  @Test
  void sendsShortAnswerInOnePiece() {
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 50; i++) {
        client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readPiece()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nok");
      }
    }
  }

  @Test
  void answersRequestsThatCameTogetherInTheirOrder() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      all.append("GET /" + i + " HTTP/1.1\r\nHost: api\r\n\r\n");
      scene.upstream().next(Reply.of(200, "answer " + i));
    }
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(all.toString());
      for (int i = 0; i < 20; i++) {
        assertThat(client.readAnswer()).endsWith("\r\n\r\nanswer " + i);
      }
    }
  }

  @Test
  void carriesBodiesOfKnownLength() {
    String body = "x".repeat(300_000);
    scene
        .upstream()
        .always((request, socket, out) -> Reply.of(200, request.text()).give(request, socket, out));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 300000\r\n\r\n" + body);
      assertThat(client.readAnswer()).endsWith("\r\n\r\n" + body);
    }
  }

  @Test
  void carriesBodiesInChunks() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nX-Trailer: dropped\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
    }
    assertThat(scene.upstream().seen().getFirst().text()).isEqualTo("hello world");
  }

  @Test
  void carriesAnswersInChunks() {
    scene
        .upstream()
        .next(
            Reply.text(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));

    assertThat(scene.get("/a"))
        .contains("Transfer-Encoding: chunked")
        .endsWith("\r\n5\r\nhello\r\n0\r\n\r\n");
  }

  @Test
  void carriesAnswersThatEndWithTheirConnection() {
    scene.upstream().next(Reply.thenClosing("HTTP/1.1 200 OK\r\n\r\nto the end"));

    assertThat(scene.get("/a")).endsWith("\r\na\r\nto the end\r\n0\r\n\r\n");
  }

  @Test
  void answersToHeadHaveNoBody() {
    scene.upstream().always(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("HEAD /a HTTP/1.1\r\nHost: api\r\n\r\nHEAD /b HTTP/1.1\r\nHost: api\r\n\r\n");
      assertThat(client.readHead()).contains("ontent-");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }
}
