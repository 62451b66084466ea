package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Relay;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.upstream.TokenWelcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G10: how much of a body is kept for being sent once more. */
class ReplayTest {
  private final FakeTime time = FakeTime.standing();
  private final Attachment attachment =
      new Attachment("orders", new Relay(time).renew(Duration.ofHours(1)), new TokenWelcome());
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time).route("/a", Ways.attaching(attachment), "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  /** A piece of one octet takes a hundred of memory: they are counted as well as the octets. */
  @ParameterizedTest
  @CsvSource({"1, 60000, 200", "200, 1, 200", "1, 70000, 502", "1000, 1, 502"})
  void keepsShortBodiesInFewPieces(int pieces, int size, int status) {
    scene.upstream().next(Reply.of(401, ""));
    String piece = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";

    String answer =
        RawClient.exchange(
            scene.port(),
            "POST /a HTTP/1.1\r\nHost: api\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + piece.repeat(pieces)
                + "0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
  }
}
