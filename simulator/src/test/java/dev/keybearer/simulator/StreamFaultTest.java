package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamConnection;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamFaultTest {
  private static final String CANARY = "{\"type\":\"subscribe\",\"topics\":[\"canary\"]}";

  private final World world = World.open();
  private final SimulatedStream stream = world.stream("events");
  private String token = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    world.issuer("corp").client("svc").secret("s3cret");
    token = world.issuer("corp").mint("svc");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void resetsConnection() throws Exception {
    try (RawUser user = subscribed()) {
      stream.drop(Drop.RST);

      assertThatThrownBy(user::readAll).isInstanceOf(SocketException.class);
      assertThat(stream.counts().now()).isZero();
      assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
    }
  }

  @Test
  void endsConnectionWithoutCloseFrame() throws Exception {
    try (RawUser user = subscribed()) {
      stream.drop(Drop.FIN);

      assertThat(user.readAll()).isEmpty();
      assertThat(stream.counts().now()).isZero();
    }
    assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Drop.class,
      names = {"BLACK_HOLE", "HALF_OPEN"})
  void saysNothingAnyMore(Drop kind) throws Exception {
    try (StreamUser user = user()) {
      stream.drop(kind);

      assertThat(stream.publish("orders", "1").connections()).isEmpty();
      world.clock().advance(Duration.ofSeconds(30));
      stream.close(1011, "nobody hears it");
      assertThat(user.isIgnored()).isTrue();
      assertThat(user.isOpen()).isTrue();
    }
    assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
  }

  @Test
  void actsOnWhatItHearsOnlyWhereItReads() throws Exception {
    for (Drop kind : Drop.values()) {
      if (kind == Drop.RST || kind == Drop.FIN) {
        continue;
      }
      try (StreamUser user = user()) {
        StreamConnection connection = stream.connections().get(0);
        stream.drop(kind);
        user.say(CANARY);
        boolean reads = kind == Drop.HALF_OPEN || kind == Drop.ZOMBIE;
        if (reads) {
          assertThat(Eventually.comesTrue(() -> connection.topics().contains("canary"))).isTrue();
        } else {
          assertThat(user.isIgnored()).isTrue();
          assertThat(connection.topics()).containsExactly("orders");
        }
      }
      stream.close(1000, "");
      assertThat(Eventually.comesTrue(() -> stream.counts().now() == 0)).isTrue();
    }
  }

  @Test
  void staysAliveWithoutMessagesAsZombie() throws Exception {
    try (StreamUser user = user()) {
      stream.drop(Drop.ZOMBIE);
      stream.publish("orders", "1");

      assertThat(user.isAnswered()).isTrue();
      world.clock().advance(Duration.ofSeconds(30));
      assertThat(user.nextType()).isEqualTo("heartbeat");
      assertThat(user.hearsNothing()).isTrue();
    }
  }

  @Test
  void goesOnSpeakingWhenItReadsNoMore() throws Exception {
    try (StreamUser user = user()) {
      stream.drop(Drop.SLOW_READER);

      stream.publish("orders", "1");
      assertThat(user.bodies(1)).containsExactly("1");
      assertThat(user.isIgnored()).isTrue();
    }
  }

  @Test
  void noticesThatTheClientHasGoneAlsoWhenItReadsNoMore() throws Exception {
    try (StreamUser user = user()) {
      stream.drop(Drop.SLOW_READER);
      assertThat(user.isIgnored()).isTrue();
    }
    assertThat(
            Eventually.comesTrue(
                () -> {
                  stream.publish("orders", "1");
                  return stream.counts().registrations() == 0;
                }))
        .isTrue();
  }

  @Test
  void dropsOneOfSeveral() throws Exception {
    try (StreamUser one = user();
        StreamUser two = user()) {
      stream.connections().get(1).drop(Drop.RST);
      assertThat(two.broke()).isTrue();

      Published message = stream.publish("orders", "1");
      assertThat(one.bodies(1)).containsExactly("1");
      assertThat(message.connections()).containsExactly(1);
    }
  }

  @Test
  void announcesTheEndThenCloses() throws Exception {
    try (StreamUser user = user()) {
      stream.notice(Duration.ofSeconds(5));
      assertThat(user.next().toString()).isEqualTo("{\"type\":\"closing\",\"in\":\"PT5S\"}");
      try (StreamUser late = user()) {
        world.clock().advance(Duration.ofMillis(4_999));
        stream.publish("orders", "1");
        assertThat(user.bodies(1)).hasSize(1);
        world.clock().advance(Duration.ofMillis(1));
        assertThat(user.closeCode()).isEqualTo(1012);
        assertThat(late.isOpen()).isTrue();
      }
    }
  }

  @Test
  void closesWithAnyCodeAndForgets() throws Exception {
    try (StreamUser user = user()) {
      stream.close(1011, "server error");

      assertThat(user.closeCode()).isEqualTo(1011);
      assertThat(stream.counts().now()).isZero();
      assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
    }
  }

  @Test
  void closesOnClientThatLeavesTooMuchUnread() throws Exception {
    stream.habits().backlog(10).latency(Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (StreamUser user = user()) {
      for (int i = 0; i < 10; i++) {
        stream.publish("orders", "1");
      }
      assertThat(user.isAnswered()).isTrue();
      stream.publish("orders", "1");
      assertThat(user.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void holdsNothingForHandshakesWhoseAnswerWasLost() throws Exception {
    stream.faults().next(Endpoint.STREAM, Fault.parse("lost-answer"), 2);

    // The JDK's client would try again by itself.
    for (int i = 1; i <= 2; i++) {
      try (RawUser user = new RawUser(stream.uri())) {
        user.send(handshake());
        assertThat(user.readAll()).isEmpty();
      }
      assertThat(stream.counts().upgrades()).isEqualTo(Map.of(0, i));
    }
    user().close();
    assertThat(stream.counts().ever()).isEqualTo(1);
    assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
  }

  @Test
  void holdsUpNobodyBehindClientThatDoesNotRead() throws Exception {
    String large = "\"" + "x".repeat(100_000) + "\"";
    try (RawUser deaf = subscribed();
        StreamUser user = user()) {
      assertThat(deaf).isNotNull();
      for (int i = 0; i < 200; i++) {
        stream.publish("orders", large);
      }
      assertThat(user.bodies(200)).hasSize(200);
      assertThat(List.copyOf(stream.connections())).hasSize(2);
    }
    assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
  }

  /** A client that has subscribed and whose answer is on its way. */
  private RawUser subscribed() throws Exception {
    RawUser user = new RawUser(stream.uri());
    user.send(handshake());
    user.send(RawFrames.text("{\"type\":\"subscribe\",\"topics\":[\"orders\"]}"));
    user.readUntil("\"orders\"}");
    return user;
  }

  private String handshake() {
    return "GET /stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + "Authorization: Bearer "
        + token
        + "\r\n\r\n";
  }

  private StreamUser user() throws Exception {
    return StreamUser.withToken(stream, token).subscribe("orders");
  }
}
