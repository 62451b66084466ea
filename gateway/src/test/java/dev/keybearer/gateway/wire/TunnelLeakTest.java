package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Sockets;
import dev.keybearer.gateway.scene.Ways;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tunnels that go wrong leave no buffer, no connection and no place behind. */
class TunnelLeakTest {
  private static final int ROUNDS = 40;

  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
  private final Sockets sockets = new Sockets();
  private final GatewayScene scene =
      GatewayScene.open()
          .route(
              "/**",
              Ways.tunnelling(
                  new TunnelTerms.Bounds(1_000, Duration.ofMinutes(5), Duration.ofDays(1))),
              "GET");

  @BeforeEach
  void watch() {
    ResourceLeakDetector.setLevel(Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + ": " + records));
  }

  @AfterEach
  void close() {
    ByteBufUtil.setLeakListener(null);
    scene.close();
  }

  @Test
  void keepsNothingOfTunnelsThatWentWrong() {
    List<Reply> replies =
        List.of(
            sockets.echo(),
            sockets.agreeing((in, out) -> Frame.read(in)),
            sockets.agreeing((in, out) -> Frame.text("half").asOfCaller().write(out)),
            sockets.agreeing((in, out) -> out.write(Frame.text("half").octets(), 0, 3)),
            Reply.thenReset("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
            Reply.reset());
    List<String> words =
        List.of(
            Frame.text("good").asOfCaller().onTheWire(),
            Frame.text("unmasked").onTheWire(),
            Frame.text("x".repeat(2_000)).asOfCaller().onTheWire(),
            Frame.text("good").asOfCaller().onTheWire().substring(0, 5),
            Frame.close(1000).asOfCaller().onTheWire(),
            "");
    for (int round = 0; round < ROUNDS; round++) {
      for (Reply reply : replies) {
        for (String said : words) {
          scene.upstream().next(reply);
          tunnel(said, (round & 1) == 0);
        }
      }
    }

    Eventually.holds("callers are gone", () -> scene.wire().counts().clients() == 0);
    Eventually.holds("tunnels are gone", () -> scene.wire().counts().tunnels() == 0);
    scene.upstream().dropConnections();
    Eventually.holds("upstreams are gone", () -> scene.wire().counts().upstreams() == 0);
    System.gc();
    scene.upstream().always(sockets.echo());
    tunnel("", false); // lost buffers are found when the next one is made
    assertThat(leaks).isEmpty();
  }

  private void tunnel(String said, boolean resets) {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(TunnelEndTest.handshake("/a"));
      String head = client.readHead();
      if (head.contains(" 101 ")) {
        client.send(said);
      }
      if (resets) {
        client.reset();
      }
    }
  }
}
