package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.TunnelPlaces;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.SocketClient;
import dev.keybearer.gateway.scene.Sockets;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Y1, Y5: who comes to WebSocket, and on whose word. */
class UpgradeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String WISH =
      "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: "
          + KEY
          + "\r\n";

  private final Mint mint = Mint.open(TimeSource.system());
  private final TunnelPlaces places = new TunnelPlaces(3, 2);
  private final Sockets sockets = new Sockets();
  private final GatewayScene scene =
      GatewayScene.open()
          .route("/open", Ways.tunnelling("https://app.example"), "GET", "POST")
          .route("/plain", "GET")
          .route("/guarded", Ways.all(Ways.accepting(mint.accepting()), Ways.tunnelling()), "GET")
          .route(
              "/few",
              Ways.all(
                  Ways.accepting(mint.accepting()),
                  Ways.passingTokens(),
                  way ->
                      way.with(
                          new Tunnelling(Set.of(), true, places, TunnelTerms.Bounds.STANDARD))),
              "GET");

  @BeforeEach
  void echo() {
    scene.upstream().always(sockets.echo());
  }

  @AfterEach
  void close() {
    scene.close();
    mint.close();
  }

  /** RFC 6455 section 1.3. */
  @Test
  void answersTheSampleOfTheSpecification() {
    try (RawClient client = RawClient.connect(scene.port()).send(get("/open", WISH))) {
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
          .containsIgnoringCase("\r\nconnection: Upgrade\r\n")
          .containsIgnoringCase("\r\nupgrade: websocket\r\n")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  @Test
  void writesTheWishAnew() {
    String wish =
        WISH
            + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: news , superchat\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
            + "Sec-WebSocket-Other: x\r\nX-Mine: 1\r\n";
    try (RawClient client = RawClient.connect(scene.port()).send(get("/open", wish))) {
      client.readHead();
    }
    Seen seen = scene.upstream().seen().getFirst();
    assertThat(seen.value("Connection")).isEqualTo("Upgrade");
    assertThat(seen.value("Upgrade")).isEqualTo("websocket");
    assertThat(seen.value("Sec-WebSocket-Version")).isEqualTo("13");
    assertThat(seen.value("Sec-WebSocket-Key")).isEqualTo(KEY);
    assertThat(seen.value("Sec-WebSocket-Protocol")).isEqualTo("chat, news, superchat");
    assertThat(seen.value("X-Mine")).isEqualTo("1");
    assertThat(seen.head()).doesNotContain("deflate", "Sec-WebSocket-Other", "Content-Length");
  }

  @Test
  void refusesAWishInAnotherSpelling() {
    assertThat(exchange(get("/open", WISH + "Sec_WebSocket_Key: other\r\nConnection: close\r\n")))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void passesTheProtocolThatTheUpstreamChose() {
    scene.upstream().always(agreeing("Sec-WebSocket-Protocol: chat\r\nSet-Cookie: a=b\r\n"));
    try (SocketClient client = SocketClient.open(scene.port(), "/open", "news", "chat")) {
      assertThat(client.protocol()).isEqualTo("chat");
    }
  }

  @Test
  void dropsTheWishWhereTheRouteDoesNotLetIt() {
    scene.upstream().always(Reply.of(200, "plain"));

    String token = "Sec-WebSocket-Protocol: chat, keybearer.token.secret\r\n"; // as pages have to
    assertThat(exchange(get("/plain", WISH + token + "Connection: close\r\n"))).endsWith("plain");
    Seen seen = scene.upstream().seen().getFirst();
    assertThat(seen.head()).doesNotContain("keybearer.token");
    assertThat(seen.values("Upgrade")).isEmpty();
    assertThat(seen.values("Connection")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /open HTTP/1.0\r\nHost: api\r\n",
        "POST /open HTTP/1.1\r\nHost: api\r\nContent-Length: 0\r\n"
      })
  void dropsTheWishWhereNothingCanFollow(String request) {
    scene.upstream().always(Reply.of(200, "plain"));

    assertThat(exchange(request + WISH + "Connection: close\r\n\r\n")).endsWith("plain");
    assertThat(scene.upstream().seen().getFirst().values("Upgrade")).isEmpty();
  }

  @Test
  void servesOrdinaryCallsOnTheSameRoute() {
    scene.upstream().always(Reply.of(200, "plain"));

    assertThat(scene.get("/open")).endsWith("plain");
    assertThat(scene.get("/open", "Connection: Upgrade", "Upgrade: h2c")).endsWith("plain");
    assertThat(scene.get("/open", "Upgrade: websocket")).endsWith("plain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 12 | 426
          Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8, 13 | 426
          Sec-WebSocket-Version: 13 | X-Nothing: 1 | 426
          dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25jZQ | 400
          dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25jZXM= | 400
          dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25 ZQ== | 400
          Sec-WebSocket-Key | X-Nothing | 400
          Sec-WebSocket-Version | Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==~Sec-WebSocket-Version | 400
          Sec-WebSocket-Version | Sec-WebSocket-Protocol: a, b, a~Sec-WebSocket-Version | 400
          Sec-WebSocket-Version | Sec-WebSocket-Protocol: a b~Sec-WebSocket-Version | 400
          Sec-WebSocket-Version | Sec-WebSocket-Protocol: keybearer.token.x~Sec-WebSocket-Version | 400
          Sec-WebSocket-Version | Content-Length: 5~Sec-WebSocket-Version | 400
          """)
  void refusesAWishThatIsNone(String part, String other, int status) {
    String wish = WISH.replace(part, other.replace("~", "\r\n"));
    String answer = exchange(get("/open", wish + "Connection: close\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    if (status == 426) {
      assertThat(answer)
          .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
          .containsIgnoringCase("\r\nupgrade: websocket\r\n");
    }
    assertThat(scene.upstream().connections()).isZero();
  }

  @Test
  void letsInPagesOfTheRoutesOriginsAlone() {
    assertThat(head(get("/open", WISH + "Origin: https://app.example\r\n"))).contains(" 101 ");
    for (String origin :
        new String[] {
          "https://app.example.evil", "http://app.example", "https://APP.example", "null"
        }) {
      assertThat(exchange(get("/open", WISH + "Origin: " + origin + "\r\nConnection: close\r\n")))
          .startsWith("HTTP/1.1 403 ");
    }
    assertThat(scene.upstream().seen()).hasSize(1);
    assertThat(scene.calls().refusals())
        .extracting(Refusal::ground)
        .containsOnly(Ground.FOREIGN_ORIGIN);
  }

  @Test
  void asksNobodyBeforeTheCallerIsKnown() {
    String expired = mint.expired();
    String poor = mint.token("orders:write");

    assertThat(SocketClient.refusal(scene.port(), "/guarded", Map.of())).isEqualTo(401);
    assertThat(refusal("/guarded", expired)).isEqualTo(401);
    assertThat(refusal("/guarded", poor)).isEqualTo(403);
    assertThat(
            SocketClient.refusal(scene.port(), "/guarded?access_token=" + mint.token(), Map.of()))
        .isEqualTo(400);
    assertThat(scene.upstream().connections()).isZero();
  }

  /** An upstream that does not change the protocol answers as for any other call. */
  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 403, 404, 500})
  void passesOtherAnswersOn(int status) {
    scene.upstream().always(Reply.of(status, "no"));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(get("/open", WISH));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 " + status + " ").endsWith("no");
      client.send(get("/plain", ""));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 " + status + " ");
    }
    assertThat(scene.upstream().connections()).isEqualTo(1);
  }

  /** F24: what changes the protocol in another way than asked is no answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket~Connection: Upgrade~",
        "Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept:"
            + " AAAAAAAAAAAAAAAAAAAAAAAAAAA=~",
        "Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~",
        "Upgrade: h2c~Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~",
        "Upgrade: websocket~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~",
        "Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~"
            + "Sec-WebSocket-Extensions: permessage-deflate~",
        "Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~"
            + "Sec-WebSocket-Protocol: chat~"
      })
  void answers502ToAnAgreementThatIsNone(String lines) {
    String head = "HTTP/1.1 101 Switching Protocols\r\n" + lines.replace("~", "\r\n") + "\r\n";
    scene.upstream().always(Reply.text(head + "\u0081\u0002hi"));

    assertThat(exchange(get("/open", WISH + "Connection: close\r\n")))
        .startsWith("HTTP/1.1 502 ")
        .doesNotContain("hi");
    Eventually.holds("it is dropped", () -> scene.upstream().openConnections() == 0);
  }

  @Test
  void answers502WhenNobodyAskedForAnotherProtocol() {
    scene.upstream().always(sockets.echo());

    assertThat(scene.get("/open")).startsWith("HTTP/1.1 502 ");
  }

  /** What comes before the answer was judged as a request, and is no frame. */
  @Test
  void refusesACallerThatSendsFramesBeforeTheAnswer() {
    scene.upstream().always(sockets.echo());
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(get("/open", WISH) + "\u0081\u0082\u0000\u0000\u0000\u0000hi");

      assertThat(client.readToEnd()).doesNotContain(" 101 ");
    }
  }

  /** Y4. */
  @Test
  void givesPlacesToEachCallerAndToAll() {
    String alice = mint.token();
    String bob = mint.tokenOf("bob", "shop", "orders:read");
    try (SocketClient first = SocketClient.openWith(alice, scene.port(), "/few")) {
      try (SocketClient _ = SocketClient.openWith(alice, scene.port(), "/few")) {
        assertThat(refusal("/few", alice)).isEqualTo(429);
        try (SocketClient _ = SocketClient.openWith(bob, scene.port(), "/few")) {
          assertThat(refusal("/few", bob)).isEqualTo(429);
        }
      }
      assertThat(first.send("still here").await(1)).isEqualTo("still here");
    }
    Eventually.holds("all places are free", () -> places.taken() == 0);
  }

  /** Pages can write no field of their own but this one. */
  @Test
  void takesATokenAsAProtocolWhereTheRouteLetsIt() {
    scene.upstream().always(agreeing("Sec-WebSocket-Protocol: chat\r\n"));
    String token = mint.token();
    try (SocketClient client =
        SocketClient.open(scene.port(), "/few", "keybearer.token." + token, "chat")) {
      assertThat(client.protocol()).isEqualTo("chat");
    }
    Seen seen = scene.upstream().seen().getFirst();
    assertThat(seen.value("Sec-WebSocket-Protocol")).isEqualTo("chat");
    assertThat(seen.value("Authorization")).isEqualTo("Bearer " + token);
    String both = WISH + "Sec-WebSocket-Protocol: keybearer.token." + token + "\r\n";
    assertThat(
            exchange(
                get("/few", both + "Authorization: Bearer " + token + "\r\nConnection: close\r\n")))
        .startsWith("HTTP/1.1 400 ");
  }

  private static Reply agreeing(String lines) {
    return (request, socket, out) -> {
      out.write(Sockets.agreement(request, lines).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.getInputStream().readAllBytes();
      return false;
    };
  }

  private int refusal(String target, String token) {
    return SocketClient.refusal(scene.port(), target, Map.of("Authorization", "Bearer " + token));
  }

  private static String get(String target, String lines) {
    return "GET " + target + " HTTP/1.1\r\nHost: api\r\n" + lines + "\r\n";
  }

  private String exchange(String request) {
    return RawClient.exchange(scene.port(), request);
  }

  private String head(String request) {
    try (RawClient client = RawClient.connect(scene.port()).send(request)) {
      return client.readHead();
    }
  }
}
