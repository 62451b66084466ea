package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.TimeSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** G2: where an answer of an upstream ends that comes over TLS. */
class UpstreamTlsEndTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: api\r\n\r\n";
  private static final String LAST = "GET /b HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n";

  private final Authority authority = Authority.of("Corp Authority");
  private final RawUpstream upstream =
      RawUpstream.open(authority.context(authority.issue("api", "localhost")), false);
  private final HeldBack between = HeldBack.before(upstream.port());
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(TimeSource.system())
          .route("/**", Ways.to("localhost", between.port(), authority.context()), "GET");
  private final RawParts parts = new RawParts();

  @AfterEach
  void close() {
    parts.end();
    scene.close();
    between.close();
    upstream.close();
  }

  /** Each record comes by itself, though they came together. */
  @Test
  void takesNoAnswerForThatOfTheNextRequest() {
    assertThat(scene.get("/first")).endsWith("ok");
    upstream.next(parts);
    try (RawClient client = RawClient.connect(scene.port()).send(GET + LAST)) {
      upstream.await(2);
      between.hold();
      parts.give("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      Eventually.holds("the answer is there", () -> between.size() > 0);
      int answer = between.size();
      parts.give("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
      Eventually.holds("so is another", () -> between.size() > answer);

      between.letGo();

      assertThat(client.readToEnd()).doesNotContain("evil").endsWith("\r\n\r\nok");
    }
    List<Seen> seen = upstream.seen();
    assertThat(seen.get(1).connection()).isEqualTo(seen.get(0).connection());
    assertThat(seen.get(2).connection()).isNotEqualTo(seen.get(1).connection());
  }

  /** RFC 9112 section 9.8: anybody on the way can end a connection. */
  @Test
  void takesNoAnswerForWholeThatWasCutOff() {
    upstream.next(parts);
    try (RawClient client = RawClient.connect(scene.port()).send(GET)) {
      parts.give("HTTP/1.1 200 OK\r\n\r\nhalf");
      client.readHead();
      assertThat(client.read(7)).contains("half");

      between.cut();

      assertThat(client.readToEnd()).doesNotContain("0\r\n\r\n");
    }
    assertThat(how()).isEqualTo(How.UPSTREAM_BROKE);
  }

  @Test
  void takesAnAnswerForWholeThatEndsWithAFarewell() {
    upstream.next(parts);
    try (RawClient client = RawClient.connect(scene.port()).send(GET)) {
      parts.give("HTTP/1.1 200 OK\r\n\r\nall");

      parts.end();

      client.readHead();
      assertThat(client.read(13)).isEqualTo("3\r\nall\r\n0\r\n\r\n");
    }
    assertThat(how()).isEqualTo(How.WHOLE);
  }

  private How how() {
    Eventually.holds("it has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending().how();
  }
}
