package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Ways;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * G2: what an upstream says in two ways, or not to its end, goes no further, and is not repaired.
 */
class BrokenUpstreamTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time)
          .route("/unreachable", Ways.to("127.0.0.1", 1), "GET")
          .route("/**", "GET", "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#ambiguous")
  void refusesAnswersThatCanBeReadInTwoWays(String answer) {
    scene.upstream().next(Reply.text(answer));

    assertThat(scene.get("/a")).startsWith("HTTP/1.1 502 ").contains("upstream_broken");
    assertNotUsedAgain();
  }

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#halfHeads")
  void refusesHalfAHead(String answer) {
    scene.upstream().next(Reply.thenClosing(answer));

    assertThat(scene.get("/a")).contains("HTTP/1.1 502 ").contains("upstream_broken");
    assertThat(scene.upstream().seen()).hasSize(1);
    assertNotUsedAgain();
  }

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#halfBodies")
  void cutsOffWhatIsCutOff(String answer) {
    scene.upstream().next(Reply.thenClosing(answer));

    String passed = scene.get("/a");

    assertThat(passed).startsWith("HTTP/1.1 200 ").doesNotContain("\r\n0\r\n");
    assertThat(how()).isEqualTo(How.UPSTREAM_BROKE);
    assertNotUsedAgain();
  }

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#halfBodies")
  void cutsOffWhatIsReset(String answer) {
    scene.upstream().next(Reply.thenReset(answer));

    String passed = scene.get("/a");

    assertThat(passed).doesNotContain("\r\n0\r\n");
    assertThat(scene.calls().all()).isNotEmpty();
    assertNotUsedAgain();
  }

  /** The end of a connection ends such an answer, and its reset cuts it off. */
  @Test
  void takesAResetForNoEnd() {
    RawParts parts = new RawParts();
    scene.upstream().next(parts);
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
      parts.give(OK + "\r\nhalf");
      assertThat(client.readHead()).contains("chunked");
      assertThat(client.read(9)).isEqualTo("4\r\nhalf\r\n");

      parts.reset();

      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(how()).isEqualTo(How.UPSTREAM_BROKE);
  }

  @Test
  void repeatsWhatMayBeRepeatedOnceWhenNoAnswerCame() {
    scene.upstream().next(Reply.reset());

    assertThat(scene.get("/a")).startsWith("HTTP/1.1 200 ");
    assertThat(scene.upstream().seen())
        .extracting(Seen::line)
        .hasSize(2)
        .containsOnly("GET /a HTTP/1.1");

    scene.upstream().always(Reply.reset());
    assertThat(scene.get("/b")).startsWith("HTTP/1.1 502 ");
  }

  @Test
  void repeatsNothingElse() {
    scene.upstream().next(Reply.reset());

    assertThat(post("/a")).startsWith("HTTP/1.1 502 ");
    assertThat(scene.upstream().seen()).hasSize(1);
  }

  @Test
  void saysThatAnUpstreamCannotBeReached() {
    assertThat(scene.get("/unreachable")).startsWith("HTTP/1.1 502 ").contains("upstream_broken");
    assertThat(scene.calls().refusals())
        .extracting(Refusal::detail)
        .first()
        .asString()
        .contains("127.0.0.1:1");
    assertThat(scene.wire().counts().upstreams()).isZero();
  }

  @Test
  void waitsForAnAnswerNoLongerThanItsLimit() {
    scene.upstream().next(Reply.silence());
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
      scene.upstream().await(1);
      time.advance(Duration.ofMillis(29_999));
      time.awaitTicks();
      assertThat(scene.calls().all()).isEmpty();

      time.advance(Duration.ofMillis(1));

      assertThat(client.readAnswer()).startsWith("HTTP/1.1 504 ").contains("upstream_silent");
    }
    Eventually.holds("it is recorded", () -> !scene.calls().all().isEmpty());
    assertThat(scene.calls().refusals())
        .extracting(Refusal::ground)
        .containsExactly(Ground.UPSTREAM_SILENT);
    assertNotUsedAgain();
  }

  /** Whoever says that it is still working has not answered. */
  @Test
  void waitsNoLongerForInformation() {
    scene
        .upstream()
        .next(
            (request, socket, out) -> {
              Reply.text("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
                  .give(request, socket, out);
              return Reply.silence().give(request, socket, out);
            });
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 103 ");

      time.advance(Duration.ofSeconds(30));

      assertThat(client.readAnswer()).startsWith("HTTP/1.1 504 ");
    }
  }

  @Test
  void waitsForEachPartOfAnAnswer() {
    RawParts parts = new RawParts();
    scene.upstream().next(parts);
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
      parts.give(OK + "Content-Length: 9\r\n\r\n");
      client.readHead();
      for (int i = 0; i < 3; i++) {
        time.advance(Duration.ofSeconds(29));
        time.awaitTicks();
        parts.give("abc");
        assertThat(client.read(3)).isEqualTo("abc");
      }
    }
    assertThat(how()).isEqualTo(How.WHOLE);
  }

  @Test
  void cutsOffAnAnswerThatDoesNotGoOn() {
    RawParts parts = new RawParts();
    scene.upstream().next(parts);
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
      parts.give(OK + "Content-Length: 9\r\n\r\nabc");
      client.readHead();
      client.read(3);
      time.awaitTicks();

      time.advance(Duration.ofSeconds(30));

      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(how()).isEqualTo(How.UPSTREAM_BROKE);
    parts.end();
    assertNotUsedAgain();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void takesNoAnswerForThatOfTheNextRequest(String method) {
    scene
        .upstream()
        .next(
            Reply.text(OK + "Content-Length: 2\r\n\r\nok" + OK + "Content-Length: 4\r\n\r\nevil"));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(
          method
              + " /a HTTP/1.1\r\n"
              + "Host: api\r\n\r\n"
              + "GET /b HTTP/1.1\r\n"
              + "Host: api\r\n"
              + "Connection: close\r\n\r\n");

      assertThat(client.readToEnd()).doesNotContain("evil").endsWith("\r\n\r\nok");
    }
    assertThat(scene.upstream().seen()).extracting(Seen::connection).containsExactly(1, 2);
  }

  @Test
  void distrustsAConnectionOnWhichSomethingComesUnasked() {
    RawParts parts = new RawParts();
    scene.upstream().next(parts);
    parts.give(OK + "Content-Length: 2\r\n\r\nok");
    assertThat(scene.get("/a")).endsWith("ok");
    Eventually.holds("it lies idle", () -> scene.wire().counts().idle() == 1);

    parts.give(OK + "Content-Length: 4\r\n\r\nevil");
    Eventually.holds("it is closed", () -> scene.wire().counts().idle() == 0);
    parts.end();

    assertThat(scene.get("/b")).endsWith("\r\n\r\nok");
  }

  /**
   * Half of something is whole with what comes later, and would be taken for the answer to that.
   */
  @Test
  void distrustsAConnectionOnWhichHalfOfSomethingComesUnasked() {
    RawParts parts = new RawParts();
    scene.upstream().next(parts);
    parts.give(OK + "Content-Length: 2\r\n\r\nok");
    assertThat(scene.get("/a")).endsWith("ok");
    Eventually.holds("it lies idle", () -> scene.wire().counts().idle() == 1);

    parts.give(OK + "Content-Len");
    Eventually.holds("it is closed", () -> scene.wire().counts().idle() == 0);
    parts.end();

    assertThat(scene.get("/b")).endsWith("\r\n\r\nok");
  }

  private String post(String target) {
    return RawClient.exchange(
        scene.port(),
        "POST "
            + target
            + " HTTP/1.1\r\nHost: api\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
  }

  private How how() {
    Eventually.holds("the call has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending().how();
  }

  /** No connection is left, and the next call works on a new one. */
  private void assertNotUsedAgain() {
    Eventually.holds("it is closed", () -> scene.wire().counts().upstreams() == 0);
    int before = scene.upstream().connections();
    assertThat(scene.get("/next")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok");
    assertThat(scene.upstream().seen().getLast().connection()).isEqualTo(before + 1);
  }
}
