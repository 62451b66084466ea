package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.wire.message.BearerRows;
import dev.keybearer.gateway.wire.message.ChunkRows;
import dev.keybearer.gateway.wire.message.FieldRows;
import dev.keybearer.gateway.wire.message.FramingRows;
import dev.keybearer.gateway.wire.message.HostileRequest;
import dev.keybearer.gateway.wire.message.HostileRequest.Fate;
import dev.keybearer.gateway.wire.message.LimitRows;
import dev.keybearer.gateway.wire.message.LineRows;
import dev.keybearer.gateway.wire.message.PathRows;
import dev.keybearer.token.TimeSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that recipients read in different ways, sent as octets: an upstream that shares no code
 * with the gateway says what arrived (G1, G3, G5, G6, G7, G9, B1 to B4).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestTest {
  /** Of longer requests not every octet travels alone. */
  private static final int LONG = 2_000;

  private final Mint mint = Mint.open(TimeSource.system());
  private final GatewayScene scene =
      GatewayScene.open()
          .route("/api/orders/**", Ways.accepting(mint.accepting()), "GET", "POST")
          .route("/public/few", Ways.bodies(100, 0), "POST")
          .route("/public/**", "GET", "POST", "PUT");
  private int number;

  @AfterEach
  void nothingSmuggledArrived() {
    assertThat(scene.upstream().seen())
        .noneMatch(seen -> seen.target().contains("smuggled"))
        .noneMatch(seen -> seen.target().contains("admin"));
  }

  @AfterAll
  void close() {
    scene.close();
    mint.close();
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsThemInOneWayOnly(HostileRequest hostile) {
    meet(hostile, hostile.octets().length());
  }

  /** Where a packet ends must not matter. */
  @ParameterizedTest
  @MethodSource("all")
  void readsThemAlikeOctetByOctet(HostileRequest hostile) {
    meet(hostile, hostile.octets().length() < LONG ? 1 : LONG);
  }

  Stream<HostileRequest> all() {
    return Stream.of(
            FramingRows.all(),
            ChunkRows.all(),
            LineRows.all(),
            LimitRows.all(),
            PathRows.all(),
            FieldRows.all(),
            BearerRows.all(mint))
        .flatMap(List::stream);
  }

  private void meet(HostileRequest hostile, int piece) {
    int before = scene.upstream().seen().size();
    String next = "/public/next-" + number++;
    String answers = exchange(hostile, next, piece);
    List<Seen> seen = scene.upstream().seen();
    seen = seen.subList(before, seen.size());
    switch (hostile.fate()) {
      case Fate.Refused refused -> {
        assertThat(answers).startsWith("HTTP/1.1 " + refused.status() + " ").contains("close");
        assertThat(answers.split("HTTP/1.1 ", -1)).as("one answer: %s", answers).hasSize(2);
        assertThat(seen).isEmpty();
      }
      case Fate.Denied denied -> {
        assertThat(answers).startsWith("HTTP/1.1 " + denied.status() + " ");
        assertThat(head(answers)).containsAll(denied.fields());
        // Who is denied before all of its body has come is told that the connection ends.
        boolean ends = head(answers).contains("connection: close");
        assertThat(lines(seen)).isEqualTo(ends ? List.of() : List.of("GET " + next + " HTTP/1.1"));
      }
      case Fate.Sent sent -> arrived(sent, answers, seen, next);
    }
  }

  private static void arrived(Fate.Sent sent, String answers, List<Seen> seen, String next) {
    assertThat(answers).startsWith("HTTP/1.1 200 ");
    assertThat(lines(seen))
        .isEqualTo(
            sent.keptAlive()
                ? List.of(sent.line(), "GET " + next + " HTTP/1.1")
                : List.of(sent.line()));
    Seen first = seen.getFirst();
    assertThat(first.fields()).containsAll(sent.fields());
    for (String name : sent.absent()) {
      assertThat(first.values(name)).as(name).isEmpty();
    }
    assertThat(first.body()).isEqualTo(sent.body());
  }

  private String exchange(HostileRequest hostile, String next, int piece) {
    String octets =
        hostile.octets() + "GET " + next + " HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n";
    try (RawClient client = RawClient.connect(scene.port())) {
      client.sendInPieces(octets, piece);
      return client.readToEnd();
    } finally {
      Eventually.holds("the connection has ended", () -> scene.wire().counts().clients() == 0);
    }
  }

  private static List<String> head(String answers) {
    return List.of(answers.substring(0, answers.indexOf("\r\n\r\n")).split("\r\n", -1));
  }

  private static List<String> lines(List<Seen> seen) {
    return seen.stream().map(Seen::line).toList();
  }
}
