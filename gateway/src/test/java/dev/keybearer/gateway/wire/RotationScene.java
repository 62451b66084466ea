package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.revocation.Revocation;
import dev.keybearer.gateway.revocation.RevocationList;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.Relay;
import dev.keybearer.gateway.scene.Sides;
import dev.keybearer.gateway.scene.Sides.Side;
import dev.keybearer.gateway.scene.SocketClient;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.gateway.upstream.TokenWelcome;
import dev.keybearer.token.verification.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A tunnel whose upstream sides follow each other by the tokens of a source. */
final class RotationScene implements AutoCloseable {
  static final Duration SKEW = Duration.ofSeconds(1);
  static final Duration LIFE = Duration.ofSeconds(100);

  /** By then every tunnel of such a token wants to change. */
  static final Duration DUE = Duration.ofSeconds(80);

  static final Duration OVERLAP = SKEW.multipliedBy(2);
  static final String OPENING = "listen to orders";

  final FakeTime time = FakeTime.standing();

  /** How it stands with the upstream of those on which one call at a time is under way. */
  final Condition narrow = Condition.sound();

  final RevocationList revoked = RevocationList.of(time);
  private final Mint mint = Mint.open(time.forOthers(), revoked);
  final Relay relay = new Relay(time).renew(LIFE);
  final Sides sides = new Sides();
  private final Attachment attachment = new Attachment("orders", relay, new TokenWelcome());
  final GatewayScene gateway =
      GatewayScene.openOnOneLoop(time)
          .route(
              "/events",
              Ways.all(
                  Ways.accepting(mint.accepting()), Ways.attaching(attachment), rotating(1, true)),
              "GET")
          .route("/shards", Ways.all(Ways.attaching(attachment), rotating(1, false)), "GET")
          .route(
              "/narrow",
              Ways.all(
                  Ways.standing(narrow),
                  Ways.within(Ways.connections(1)),
                  Ways.attaching(attachment),
                  rotating(0, true)),
              "GET")
          .route("/ticks", Ways.all(Ways.attaching(attachment), rotating(0, true)), "GET");

  private static UnaryOperator<Way> rotating(int repeat, boolean merged) {
    return Ways.rotating(new Rotation.Rules(repeat, merged, SKEW));
  }

  RotationScene() {
    gateway.upstream().always(sides.agreeing());
  }

  @Override
  public void close() {
    gateway.close();
    mint.close();
  }

  SocketClient open() {
    SocketClient client = SocketClient.openWith(token(), gateway.port(), "/events");
    client.send(OPENING);
    sides.get(0).hears(OPENING);
    return client;
  }

  /** The same by a caller that shows each octet it gets. */
  RawClient openRaw() {
    RawClient client = RawClient.connect(gateway.port());
    client.send(
        "GET /events HTTP/1.1\r\nHost: api\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Authorization: Bearer "
            + token()
            + "\r\n\r\n");
    assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    client.send(Frame.text(OPENING).asOfCaller().onTheWire());
    sides.get(0).hears(OPENING);
    return client;
  }

  String token() {
    return mint.tokenOf("alice", "shop", "orders:read");
  }

  Side overlapping() {
    return overlapping(1);
  }

  /** The side of this number is heard as well. */
  Side overlapping(int number) {
    renew();
    elapse(DUE);
    Side younger = sides.get(number).hears(OPENING);
    settle();
    return younger;
  }

  /** The source has a token that begins to live when the one before is due. */
  void renew() {
    relay.renew(LIFE.plus(DUE));
  }

  /** The callers' tokens end, and a second later their tunnels. */
  void revoke() {
    Target target = new Target.Subject(null, "alice");
    revoked.put(
        new Revocation(
            target.key(), target.kind(), null, time.wall().plus(Duration.ofHours(1)), time.wall()));
    time.advance(Duration.ofSeconds(1));
  }

  /** The overlap ends. */
  void change(Side elder) {
    elapse(OVERLAP);
    elder.closed(1000);
    settle();
  }

  void elapse(Duration passes) {
    time.advance(passes);
    settle();
  }

  void settle() {
    time.awaitTicks();
  }

  List<Outcome> rotations() {
    return gateway.calls().rotations();
  }

  void assertGone() {
    Eventually.holds("the caller is gone", () -> gateway.wire().counts().clients() == 0);
    Eventually.holds("the upstream is gone", () -> gateway.wire().counts().upstreams() == 0);
    assertThat(gateway.wire().counts().tunnels()).isZero();
  }
}
