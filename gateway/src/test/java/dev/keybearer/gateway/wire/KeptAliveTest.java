package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections of callers outlive an answer, and how old callers find its end. */
class KeptAliveTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n";

  private final GatewayScene scene = GatewayScene.open().route("/**", "GET", "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, '',                          true",
    "HTTP/1.1, 'Connection: keep-alive',    true",
    "HTTP/1.1, 'Connection: close',         false",
    "HTTP/1.1, 'Connection: Close',         false",
    "HTTP/1.1, 'Connection: X-A, close',    false",
    "HTTP/1.0, '',                          false",
    "HTTP/1.0, 'Connection: keep-alive',    true",
    "HTTP/1.0, 'Connection: Keep-Alive',    true",
    "HTTP/1.0, 'Connection: X-A',           false",
    "HTTP/1.0, 'Connection: keep-alive, close', false"
  })
  void goesByVersionAndField(String version, String field, boolean kept) {
    String fields = field.isEmpty() ? "" : field + "\r\n";
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a " + version + "\r\nHost: api\r\n" + fields + "\r\n");
      String answer = client.readAnswer();
      if (kept) {
        assertThat(answer).doesNotContain("close");
        assertThat(answer.contains("keep-alive")).isEqualTo(version.equals("HTTP/1.0"));
        client.send("GET /b HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
      } else {
        assertThat(answer).contains("onnection: close");
        assertThat(client.readToEnd()).isEmpty();
      }
    }
  }

  /** Some upstreams name their own framing among what is of one connection only (G2). */
  @ParameterizedTest
  @CsvSource({
    "'Transfer-Encoding: chunked\r\nConnection: Transfer-Encoding', '2\r\nok\r\n0\r\n\r\n'",
    "'Content-Length: 2\r\nConnection: content-length', ok"
  })
  void framesWhatNamesItsOwnFraming(String fields, String body) {
    scene.upstream().next(Reply.text("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n" + body));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
      String framing = fields.substring(0, fields.indexOf('\r'));
      assertThat(client.readHead()).containsIgnoringCase(framing);
      assertThat(client.read(body.length())).isEqualTo(body);

      client.send("GET /b HTTP/1.1\r\nHost: api\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
  void endsWithTheConnectionWhereAnOldCallerKnowsNoChunks(String field) {
    scene.upstream().next(Reply.text(CHUNKED));

    assertThat(
            RawClient.exchange(scene.port(), "GET /a HTTP/1.0\r\nHost: api\r\n" + field + "\r\n"))
        .contains("onnection: close")
        .doesNotContain("chunked")
        .endsWith("\r\n\r\nok");
  }

  @Test
  void keepsAnOldCallersConnectionWhenTheEndIsKnown() {
    scene.upstream().next(Reply.text("HTTP/1.1 304 Not Modified\r\n\r\n"));
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /a HTTP/1.0\r\nHost: api\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.readAnswer()).contains("keep-alive");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 304, 404, 500})
  void findsTheEndOfAnAnswerToHead(int status) {
    scene
        .upstream()
        .always(Reply.text("HTTP/1.1 " + status + " X\r\nTransfer-Encoding: chunked\r\n\r\n"));
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 3; i++) {
        client.send("HEAD /a HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 " + status);
      }
    }
    assertThat(scene.upstream().connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void findsTheEndOfAnAnswerWithoutABody(int status) {
    scene.upstream().always(Reply.text("HTTP/1.1 " + status + " X\r\n\r\n"));
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 3; i++) {
        client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 " + status).doesNotContain("chunked");
      }
    }
    assertThat(scene.upstream().connections()).isEqualTo(1);
  }

  /** RFC 9110 section 8.6: a caller that believed the length would wait for a body. */
  @Test
  void tellsNoLengthWhereThereIsNeverABody() {
    scene.upstream().always(Reply.text("HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\n"));
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 204").doesNotContain("ontent-");
      }
    }
  }

  /** RFC 9110 section 15.3.6: some callers read a body there, and some do not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\n\r\nok",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
      })
  void emptiesAnAnswerThatResets(String rest) {
    scene.upstream().always(Reply.text("HTTP/1.1 205 X\r\n" + rest));
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readHead())
            .startsWith("HTTP/1.1 205")
            .contains("ontent-length: 0")
            .doesNotContain("chunked");
      }
    }
  }

  @Test
  void refusesEachRequestOnAConnectionThatGoesOn() {
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 3; i++) {
        client.send("DELETE /a HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 405 ").doesNotContain("close");
      }
      client.send("HEAD /a HTTP/1.1\r\nHost: api\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  /** An answer of our own to HEAD tells the length of the body that it does not have. */
  @Test
  void refusesHeadWithoutABody() {
    GatewayScene other = GatewayScene.open().route("/only", "POST");
    try (other;
        RawClient client = RawClient.connect(other.port())) {
      client.send(
          "HEAD /only HTTP/1.1\r\nHost: api\r\n\r\nGET /only HTTP/1.1\r\nHost: api\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 405 ").contains("ontent-");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 405 ").endsWith("}");
    }
  }
}
