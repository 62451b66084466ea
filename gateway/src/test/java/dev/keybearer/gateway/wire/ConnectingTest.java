package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.Ways;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to an upstream that do not come about (G11). */
class ConnectingTest {
  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene = GatewayScene.openOnOneLoop(time);

  @AfterEach
  void close() {
    scene.close();
  }

  /** TLS that never comes about, and is counted by the same deadline. */
  @Test
  void waitsForAConnectionNoLongerThanConnectingMayTake() throws Exception {
    Peer.Limits usual = Peer.Limits.STANDARD;
    Duration connect = Duration.ofMinutes(2); // which Netty's own clock does not reach here
    Peer.Limits limits =
        new Peer.Limits(usual.connections(), connect, usual.answer(), usual.idle(), usual.age());
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      scene.route(
          "/deaf",
          Ways.all(
              Ways.to("127.0.0.1", deaf.getLocalPort(), SSLContext.getDefault()),
              Ways.within(limits),
              Ways.retrying(0)),
          "GET");
      try (RawClient client =
          RawClient.connect(scene.port()).send("GET /deaf HTTP/1.1\r\nHost: api\r\n\r\n")) {
        Eventually.holds("it connects", () -> scene.wire().counts().upstreams() == 1);
        time.awaitTicks();
        time.advance(connect);

        assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
      }
    }
  }
}
