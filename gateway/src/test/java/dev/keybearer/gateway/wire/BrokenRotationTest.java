package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Sides.Side;
import dev.keybearer.gateway.scene.SocketClient;
import dev.keybearer.gateway.scene.Ways;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong while one upstream side of a tunnel is to follow another harms no caller. */
class BrokenRotationTest {
  private final RotationScene at = new RotationScene();

  @AfterEach
  void close() {
    at.close();
  }

  /** A bug of one ends that one; the clock of its loop goes on for all others. */
  @Test
  void endsWithABugOfItsOwnAndLeavesOthersAlone() {
    at.gateway.route("/plain", Ways.tunnelling(), "GET");
    try (SocketClient _ = at.open();
        SocketClient other = SocketClient.open(at.gateway.port(), "/plain")) {
      at.renew();
      at.relay.bound(
          (request, token) -> {
            throw new IllegalStateException("a bug");
          });
      at.elapse(RotationScene.DUE);

      Eventually.holds("one is left", () -> at.gateway.wire().counts().tunnels() == 1);
      at.settle();
      assertThat(other.isClosed()).isFalse();
    }
    at.assertGone();
  }

  @Test
  void rejectsATokenThatTheUpstreamRefusesOnceAndTriesTheNextOne() {
    try (SocketClient client = at.open()) {
      at.gateway.upstream().next(Reply.of(401, "{}"));
      at.renew();
      at.elapse(RotationScene.DUE);
      Eventually.holds("it is refused", () -> at.rotations().contains(Outcome.REFUSED));
      at.elapse(Duration.ofSeconds(3));
      assertThat(at.relay.rejected()).containsExactly(2L);
      at.sides.get(0).say("still here");
      assertThat(client.await(1)).isEqualTo("still here");

      at.renew();
      at.elapse(Duration.ofSeconds(1));
      at.sides.get(1).hears(RotationScene.OPENING);
      assertThat(at.relay.rejected()).containsExactly(2L);
    }
  }

  @Test
  void triesAgainLaterWhenTheOtherSideCannotBeHad() {
    try (SocketClient client = at.open()) {
      at.gateway.upstream().next(Reply.of(503, "{}"));
      at.gateway.upstream().next(Reply.reset());
      at.renew();
      at.elapse(RotationScene.DUE);
      Eventually.holds("one attempt", () -> at.rotations().size() == 1);
      at.elapse(Duration.ofMillis(300));
      assertThat(at.rotations()).hasSize(1);
      at.elapse(Duration.ofMillis(1_300));
      Eventually.holds("another", () -> at.rotations().size() == 2);
      at.elapse(Duration.ofSeconds(3));
      at.sides.get(1).hears(RotationScene.OPENING);

      assertThat(at.rotations()).containsExactly(Outcome.REFUSED, Outcome.FAILED);
      assertThat(client.isClosed()).isFalse();
    }
  }

  /** All connections are in use: that says nothing about the upstream. */
  @Test
  void blamesNobodyWhenOurOwnConnectionsAreInUse() {
    try (SocketClient client = SocketClient.open(at.gateway.port(), "/narrow")) {
      at.sides.get(0);
      at.renew();
      at.elapse(Duration.ofSeconds(74)); // not due yet, and longer than an answer may take
      at.gateway.upstream().next(Reply.silence());
      try (RawClient busy = RawClient.connect(at.gateway.port())) {
        busy.send("GET /narrow HTTP/1.1\r\nHost: api\r\n\r\n");
        at.gateway.upstream().await(2);
        at.elapse(Duration.ofSeconds(6));
        at.elapse(Peer.Limits.STANDARD.connect());
        Eventually.holds("it has waited", () -> !at.rotations().isEmpty());
        assertThat(at.rotations()).containsExactly(Outcome.CROWDED);
        assertThat(at.narrow.isSound()).isTrue();
      }
      Eventually.holds("none is in use", () -> at.gateway.wire().counts().upstreams() == 1);
      at.elapse(Duration.ofSeconds(2));
      at.sides.get(1);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void staysToTheEndOfTheTokenWhenThereIsNoOther() {
    try (SocketClient client = at.open()) {
      at.elapse(RotationScene.DUE);
      at.elapse(RotationScene.LIFE.minus(RotationScene.DUE));
      at.relay.renew(RotationScene.LIFE);
      at.elapse(Duration.ofSeconds(2));
      assertThat(at.sides.count()).isEqualTo(1);
      at.sides.get(0).say(Frame.close(1008));

      assertThat(client.closed()).isEqualTo("1008");
    }
  }

  @Test
  void followsAnElderThatBreaksMeanwhile() {
    try (SocketClient client = at.open()) {
      Side younger = at.overlapping();
      younger.say("held");
      at.settle();
      at.sides.get(0).reset();
      assertThat(client.await(1)).isEqualTo("held");
      client.send("on");
      younger.hears("on");

      assertThat(client.isClosed()).isFalse();
      assertThat(at.rotations()).containsExactly(Outcome.CHANGED);
    }
  }

  @Test
  void followsAnElderThatClosesMeanwhile() {
    try (SocketClient client = at.open()) {
      Side younger = at.overlapping();
      at.sides.get(0).say("last").say(Frame.close(1001));
      client.await(1);
      younger.say("last").say("next");
      assertThat(client.await(2)).isEqualTo("next");

      assertThat(client.isClosed()).isFalse();
      at.sides.get(0).closed(1000);
    }
  }

  @Test
  void goesOnWithTheElderWhenTheYoungerBreaks() {
    try (SocketClient client = at.open()) {
      Side younger = at.overlapping();
      younger.say("1");
      at.settle();
      younger.reset();
      Eventually.holds("it failed", () -> at.rotations().contains(Outcome.FAILED));
      at.sides.get(0).say("1").say("2");

      assertThat(client.await(2)).isEqualTo("2");
      assertThat(client.messages()).containsExactly("1", "2");
      at.elapse(Duration.ofSeconds(2));
      at.sides.get(2).hears(RotationScene.OPENING);
    }
  }

  @Test
  void goesOnWithTheElderWhenTheYoungerClosesOrSaysNoFrame() {
    try (SocketClient client = at.open()) {
      at.overlapping().say(Frame.close(1013));
      Eventually.holds("it failed", () -> at.rotations().size() == 1);
      at.elapse(Duration.ofSeconds(2));
      at.sides.get(2).hears(RotationScene.OPENING).say(Frame.text("masked").asOfCaller());
      Eventually.holds("it failed again", () -> at.rotations().size() == 2);
      at.sides.get(0).say("on");

      assertThat(client.await(1)).isEqualTo("on");
      assertThat(at.rotations()).containsOnly(Outcome.FAILED);
    }
  }

  @Test
  void goesOnWithTheElderWhenTheYoungerIsNotProved() {
    at.sides.withoutPongs();
    try (SocketClient client = at.open()) {
      at.renew();
      at.elapse(RotationScene.DUE);
      at.sides.get(1).hears(RotationScene.OPENING);
      at.elapse(Duration.ofSeconds(10));

      assertThat(at.rotations()).containsExactly(Outcome.FAILED);
      at.sides.get(1).closed(1001);
      at.sides.get(0).say("on");
      assertThat(client.await(1)).isEqualTo("on");
    }
  }

  /** What waits for the elder side comes before the end, and nothing behind it. */
  @Test
  void saysWhatWaitsBeforeAYoungerSideThatLeadsCloses() {
    try (SocketClient client = at.open()) {
      at.sides.withoutCloses();
      Side younger = at.overlapping();
      at.change(at.sides.get(0));
      younger.say("last").say(Frame.close(1001));

      assertThat(client.closed()).isEqualTo("1001");
      assertThat(client.messages()).containsExactly("last");
    }
    at.assertGone();
  }

  /** Octet by octet: the Java platform's caller may miss an end right behind a message. */
  @Test
  void saysWhatWaitsBeforeAYoungerSideThatLeadsBreaks() {
    try (RawClient client = at.openRaw()) {
      at.sides.withoutCloses();
      Side younger = at.overlapping();
      at.change(at.sides.get(0));
      younger.say("last");
      at.settle();
      younger.end();

      assertThat(client.readToEnd()).isEqualTo(Frame.text("last").onTheWire());
    }
    at.assertGone();
  }

  @Test
  void leavesBothWhenTheCallerLeavesBehindAChange() {
    try (SocketClient client = at.open()) {
      at.overlapping();
      at.change(at.sides.get(0));
      client.sendClose(1000);
      assertThat(client.closed()).isEqualTo("1000");
    }
    at.assertGone();
    assertThat(at.rotations()).containsExactly(Outcome.CHANGED);
  }

  @Test
  void leavesBothWhenTheCallerLeavesMeanwhile() {
    try (SocketClient client = at.open()) {
      at.overlapping();
      client.sendClose(1000);
      assertThat(client.closed()).isEqualTo("1000");
    }
    at.assertGone();
    assertThat(at.rotations()).containsExactly(Outcome.ABANDONED);
  }

  @Test
  void leavesBothWhenTheCallerBreaksMeanwhile() {
    try (SocketClient _ = at.open()) {
      at.overlapping();
    }
    at.assertGone();
    assertThat(at.rotations()).containsExactly(Outcome.ABANDONED);
  }

  /** K7, Y2. */
  @Test
  void closesARevokedCallerMeanwhile() {
    try (SocketClient client = at.open()) {
      at.overlapping();
      at.revoke();

      assertThat(client.closed()).isEqualTo("4401 token revoked");
    }
    at.assertGone();
  }

  /** K7, Y2. */
  @Test
  void closesARevokedCallerBehindAChange() {
    try (SocketClient client = at.open()) {
      at.overlapping();
      at.change(at.sides.get(0));
      at.revoke();

      assertThat(client.closed()).isEqualTo("4401 token revoked");
    }
    at.assertGone();
  }

  @Test
  void doesNotChangeWhenTheOpeningIsTooLongToBeRepeated() {
    try (SocketClient client = SocketClient.openWith(at.token(), at.gateway.port(), "/events")) {
      client.send("x".repeat(Opening.MOST));
      at.renew();
      at.elapse(RotationScene.DUE);
      at.elapse(Duration.ofSeconds(2));

      assertThat(at.sides.count()).isEqualTo(1);
      assertThat(at.rotations()).containsExactly(Outcome.UNREPEATABLE);
      at.sides.get(0).say("on");
      assertThat(client.await(1)).isEqualTo("on");
    }
  }
}
