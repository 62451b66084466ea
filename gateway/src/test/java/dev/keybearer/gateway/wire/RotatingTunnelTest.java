package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.Sides.Side;
import dev.keybearer.gateway.scene.SocketClient;
import dev.keybearer.token.TokenFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The upstream side of a tunnel gives way to one with a newer token, and the caller stays. */
class RotatingTunnelTest {
  private final RotationScene at = new RotationScene();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void opensAnotherSideWithTheNewerTokenAndTheSameOpening() {
    try (SocketClient client = at.open()) {
      Side elder = at.sides.get(0);
      Side younger = at.overlapping();
      assertThat(younger.texts()).containsExactly(RotationScene.OPENING);
      assertThat(younger.request().value("Authorization")).isEqualTo("Bearer ours-2");
      assertThat(younger.request().line()).isEqualTo(elder.request().line());
      assertThat(younger.request().value("Sec-WebSocket-Key"))
          .isNotEqualTo(elder.request().value("Sec-WebSocket-Key"));
      client.send("to the elder");
      elder.hears("to the elder");

      at.change(elder);

      client.send("to the younger");
      younger.hears("to the younger").say("at last");
      assertThat(client.await(1)).isEqualTo("at last");
      assertThat(client.isClosed()).isFalse();
      assertThat(elder.texts()).containsExactly(RotationScene.OPENING, "to the elder");
      assertThat(younger.texts()).containsExactly(RotationScene.OPENING, "to the younger");
      assertThat(at.gateway.calls().rotations()).containsExactly(Outcome.CHANGED);
      assertThat(at.gateway.wire().counts().upstreams()).isEqualTo(1);
    }
    at.assertGone();
  }

  /** The elder's order is kept; what only the younger one hears goes on when the elder leaves. */
  @Test
  void hearsOnceWhatBothSay() {
    try (SocketClient client = at.open()) {
      Side elder = at.sides.get(0);
      Side younger = at.overlapping();
      younger.say("1").say("2").say("2").say("3");
      at.settle();
      elder.say("1").say("2").say("2");
      assertThat(client.await(3)).isEqualTo("2");
      at.change(elder);
      assertThat(client.await(4)).isEqualTo("3");
      younger.say("4");
      client.await(5);
      at.elapse(RotationScene.SKEW.plusMillis(200));
      younger.say("4");
      client.await(6);

      assertThat(client.messages()).containsExactly("1", "2", "2", "3", "4", "4");
    }
  }

  /** Where the handshake alone decides what is heard, it is heard before the answer is read. */
  @Test
  void hearsOnceWhatBothSayWhileOneIsAskedFor() {
    try (SocketClient client = SocketClient.open(at.gateway.port(), "/ticks")) {
      Side elder = at.sides.get(0).say("long ago");
      client.await(1);
      at.gateway
          .upstream()
          .next(
              at.sides.agreeing(
                  () -> {
                    elder.say("1").say("2");
                    client.await(3);
                  },
                  "1",
                  "2",
                  "3"));
      at.renew();
      at.elapse(RotationScene.DUE);
      at.sides.get(1);
      at.settle();
      elder.say("3").say("4");
      client.await(5);
      at.change(elder);
      at.elapse(RotationScene.SKEW.plusMillis(200));

      assertThat(client.messages()).containsExactly("long ago", "1", "2", "3", "4");
    }
  }

  @Test
  void changesAgainAndAgain() {
    try (SocketClient client = at.open()) {
      for (int round = 0; round < 3; round++) {
        Side younger = at.overlapping(round + 1);
        at.change(at.sides.get(round));
        at.elapse(RotationScene.SKEW.plusMillis(200));
        younger.say("round " + round);
        assertThat(client.await(round + 1)).isEqualTo("round " + round);
      }
      assertThat(at.gateway.wire().counts().upstreams()).isEqualTo(1);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void passesWhatEitherSaysWhereEachSaysItsOwn() {
    try (SocketClient client = SocketClient.open(at.gateway.port(), "/shards")) {
      client.send(RotationScene.OPENING);
      Side elder = at.sides.get(0).hears(RotationScene.OPENING);
      Side younger = at.overlapping();
      elder.say("same");
      client.await(1);
      younger.say("same");
      client.await(2);
      at.change(elder);
      younger.say("after");

      assertThat(client.await(3)).isEqualTo("after");
    }
  }

  @Test
  void staysBeforeThreeQuartersOfTheTimeAndWithoutANewerToken() {
    try (SocketClient client = at.open()) {
      at.relay.renew(RotationScene.LIFE.multipliedBy(2));
      at.elapse(Duration.ofSeconds(74));
      assertThat(at.sides.count()).isEqualTo(1);
      at.elapse(Duration.ofSeconds(6));
      assertThat(at.sides.get(1).request().value("Authorization")).isEqualTo("Bearer ours-2");
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void waitsForATokenThatLivesLonger() {
    try (SocketClient client = at.open()) {
      at.elapse(RotationScene.DUE);
      at.relay.renew(RotationScene.LIFE.minus(RotationScene.DUE));
      at.elapse(Duration.ofSeconds(2));
      assertThat(at.sides.count()).isEqualTo(1);
      at.relay.renew(RotationScene.LIFE);
      at.elapse(Duration.ofSeconds(1));
      assertThat(at.sides.get(1).request().value("Authorization")).isEqualTo("Bearer ours-3");
      assertThat(client.isClosed()).isFalse();
    }
  }

  /** A source that nobody else uses says nothing at once. */
  @Test
  void wakesASourceThatNobodyUses() {
    try (SocketClient client = at.open()) {
      at.renew();
      at.relay.rests();
      at.elapse(RotationScene.DUE);
      Eventually.holds("it is awake", () -> at.relay.peek() != null);
      at.elapse(Duration.ofSeconds(1));

      assertThat(at.sides.get(1).request().value("Authorization")).isEqualTo("Bearer ours-2");
      assertThat(at.relay.gets()).isEqualTo(1);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void wakesASourceOnceHoweverLongThatTakes() {
    CountDownLatch gate = new CountDownLatch(1);
    try (SocketClient client = at.open()) {
      at.renew();
      at.relay.rests(gate);
      at.elapse(RotationScene.DUE);
      at.elapse(Duration.ofSeconds(1));
      at.elapse(Duration.ofSeconds(1));
      Eventually.holds("it is being woken", () -> at.relay.gets() == 1);
      at.elapse(Duration.ofSeconds(1));
      assertThat(at.relay.gets()).isEqualTo(1);
      gate.countDown();
      Eventually.holds("it is awake", () -> at.relay.peek() != null);
      at.elapse(Duration.ofSeconds(1));

      assertThat(at.sides.get(1).hears(RotationScene.OPENING).texts()).hasSize(1);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void wakesASourceAgainThatHadNothing() {
    try (SocketClient client = at.open()) {
      at.relay
          .rests()
          .failing(new TokenFailure(TokenFailure.Kind.UNREACHABLE, "no answer", null, null));
      at.elapse(RotationScene.DUE);
      Eventually.holds("it is asked", () -> at.relay.gets() == 1);
      at.renew();
      at.relay.failing(null);
      Eventually.holds("it is asked again", this::isAskedASecondLater);
      Eventually.holds("it is awake", () -> at.relay.peek() != null);
      at.elapse(Duration.ofSeconds(1));

      assertThat(at.sides.get(1).request().value("Authorization")).isEqualTo("Bearer ours-2");
      assertThat(client.isClosed()).isFalse();
    }
  }

  private boolean isAskedASecondLater() {
    at.elapse(Duration.ofSeconds(1));
    return at.relay.gets() > 1;
  }

  /** A message counts as a proof as well. */
  @Test
  void greetsTheCallerOnce() {
    at.sides.withoutPongs().greeting("welcome");
    try (SocketClient client = at.open()) {
      client.await(1);
      Side younger = at.overlapping();
      at.change(at.sides.get(0));
      at.elapse(RotationScene.SKEW.plusMillis(200));
      younger.say("after");
      client.await(2);

      assertThat(client.messages()).containsExactly("welcome", "after");
    }
  }

  @Test
  void answersPingsOfTheYoungerSideAndPassesThoseOfTheElder() {
    try (SocketClient client = at.open()) {
      Side younger = at.overlapping();
      younger.say(new Frame(Frame.PING, false, new byte[] {7}));
      Eventually.holds("a pong of ours", () -> ponged(younger, 7));
      at.sides.get(0).say(new Frame(Frame.PING, false, new byte[] {8}));
      Eventually.holds("a pong of the caller", () -> ponged(at.sides.get(0), 8));

      assertThat(client.pongs()).isEmpty();
    }
  }

  @Test
  void letsTheElderFinishItsMessageBeforeTheYoungerIsHeard() {
    byte[] half = new Frame(1, false, new byte[] {'a'}).octets(); // text that goes on
    byte[] rest = new Frame(0x80, false, new byte[] {'b'}).octets();
    try (SocketClient client = at.open()) {
      at.sides.get(0).say(half).say(rest[0]);
      at.settle();
      at.renew();
      at.elapse(RotationScene.DUE);
      at.sides.get(1);
      at.settle();
      assertThat(at.sides.get(1).texts()).isEmpty();
      at.sides.get(0).say(rest[1], rest[2]).say("c");
      client.await(2);
      at.sides.get(1).hears(RotationScene.OPENING).say("c");
      at.change(at.sides.get(0));

      assertThat(client.messages()).containsExactly("ab", "c");
    }
  }

  @Test
  void letsTheCallerFinishItsMessageBeforeTheYoungerIsTold() {
    try (SocketClient client = at.open()) {
      Side younger = at.overlapping();
      client.begin("half ");
      at.elapse(RotationScene.OVERLAP);
      assertThat(at.sides.get(0).frames()).noneMatch(Frame::isClose);
      client.send("rest");
      at.sides.get(0).closed(1000);
      client.send("next");
      younger.hears("next");

      assertThat(at.sides.get(0).frames()).extracting(Frame::text).contains("half ", "rest");
    }
  }

  /** Nothing piles up here: what waits for the elder side is bounded. */
  @Test
  void readsNoMoreOfTheYoungerSideThanItHolds() {
    byte[] message = new Frame(Frame.BINARY, false, new byte[60_000]).octets();
    try (SocketClient client = at.open()) {
      Side younger = at.overlapping();
      int[] said = new int[1];
      Thread speaker =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 1_000; i++) {
                      message[message.length - 1] = (byte) i;
                      message[message.length - 2] = (byte) (i >> 8);
                      younger.say(message);
                      synchronized (said) {
                        said[0]++;
                      }
                    }
                  });
      at.settle();
      at.settle();
      synchronized (said) {
        assertThat(said[0]).isLessThan(500);
      }
      assertThat(client.octets()).isZero();
      for (int i = 0; i < 40 && speaker.isAlive(); i++) {
        at.elapse(RotationScene.SKEW.plusMillis(200));
      }
      Eventually.holds("all comes", () -> client.octets() == 60_000L * 1_000);
    }
  }

  private static boolean ponged(Side side, int payload) {
    return side.frames().stream()
        .anyMatch(each -> each.first() == Frame.PONG && each.payload()[0] == payload);
  }
}
