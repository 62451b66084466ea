package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.Sockets;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.tls.CallerTls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames through TLS, and the end of it. */
class TunnelTlsTest {
  private final Authority authority = Authority.of("Test Authority");
  private final Sockets sockets = new Sockets();
  private final GatewayScene scene =
      GatewayScene.open()
          .route(
              "/events",
              Ways.tunnelling(
                  new TunnelTerms.Bounds(1_000, Duration.ofMinutes(5), Duration.ofDays(1))),
              "GET")
          .tls(
              CallerTls.of(
                  List.of(authority.issue("gateway", "localhost").identity()),
                  authority.trust(),
                  CallerTls.Rules.STANDARD));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void carriesFramesAndSaysWhyItEnds() {
    scene.upstream().always(sockets.echo());
    try (RawClient client = RawClient.connect(scene.port(), authority.context(), "localhost")) {
      assertThat(client.send(TunnelEndTest.handshake("/events")).readHead()).contains(" 101 ");
      client.send(Frame.text("hello").asOfCaller().onTheWire());
      assertThat(client.read(7)).isEqualTo(Frame.text("hello").onTheWire());
      client.send(Frame.text("unmasked").onTheWire());

      assertThat(client.readToEnd()).isEqualTo("\u0088\n\u0003\u00eano frame");
    }
    Eventually.holds("the caller is gone", () -> scene.wire().counts().clients() == 0);
    Eventually.holds("the upstream is gone", () -> scene.wire().counts().upstreams() == 0);
  }
}
