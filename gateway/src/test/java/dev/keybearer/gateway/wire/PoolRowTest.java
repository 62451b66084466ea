package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Ways;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a connection to an upstream: how many, how long, and who is first (G11). */
class PoolRowTest {
  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time)
          .route("/one/**", Ways.within(Ways.connections(1)), "GET")
          .route("/**", Ways.retrying(0), "GET");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void opensNoMoreThanItMayAndLetsOthersWait() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    try (RawClient first = asks("/one/1");
        RawClient second = asks("/one/2")) {
      scene.upstream().await(1);
      time.awaitTicks();
      assertThat(scene.upstream().seen()).hasSize(1);

      gate.countDown();

      assertThat(first.readAnswer()).endsWith("ok");
      assertThat(second.readAnswer()).endsWith("ok");
    }
    assertThat(scene.upstream().connections()).isEqualTo(1);
  }

  @Test
  void letsNobodyWaitForLongerThanConnectingMayTake() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    try (RawClient first = asks("/one/1")) {
      scene.upstream().await(1);
      try (RawClient second = asks("/one/2")) {
        Eventually.holds("both have come", () -> scene.wire().counts().clients() == 2);
        time.awaitTicks();
        time.advance(Peer.Limits.STANDARD.connect().minusMillis(1));
        time.awaitTicks();
        assertThat(scene.calls().all()).isEmpty();

        time.advance(Duration.ofMillis(1));

        assertThat(second.readAnswer()).startsWith("HTTP/1.1 503 ").contains("crowded");
      }
      gate.countDown();
      assertThat(first.readAnswer()).endsWith("ok");
    }
  }

  /** Whoever gave up waiting may have asked for something else right behind it. */
  @Test
  void goesOnTickingWhenWhoWaitedInVainWantsAnotherUpstream() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    try (RawClient first = asks("/one/1")) {
      scene.upstream().await(1);
      try (RawClient second = RawClient.connect(scene.port()).send(get("/one/2") + get("/a"))) {
        Eventually.holds("both have come", () -> scene.wire().counts().clients() == 2);
        time.awaitTicks();
        time.advance(Peer.Limits.STANDARD.connect());

        assertThat(second.readAnswer()).startsWith("HTTP/1.1 503 ").contains("crowded");
        gate.countDown();
        assertThat(second.readAnswer()).endsWith("ok");
      }
      assertThat(first.readAnswer()).endsWith("ok");
      time.awaitTicks();
    }
  }

  @Test
  void letsNoMoreWaitThanMay() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    List<RawClient> waiting = new ArrayList<>();
    try (RawClient _ = asks("/one/1")) {
      scene.upstream().await(1);
      fillTheRow(waiting);

      assertThat(scene.get("/one/3")).startsWith("HTTP/1.1 503 ").contains("crowded");
    } finally {
      gate.countDown();
      waiting.forEach(RawClient::close);
    }
  }

  @Test
  void givesNoTurnToWhoLeftMeanwhile() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    try (RawClient first = asks("/one/1")) {
      scene.upstream().await(1);
      try (RawClient second = asks("/one/2")) {
        Eventually.holds("it waits", () -> scene.wire().counts().clients() == 2);
        time.awaitTicks();
        second.reset();
      }
      Eventually.holds("it has left", () -> scene.wire().counts().clients() == 1);
      try (RawClient third = asks("/one/3")) {
        gate.countDown();
        assertThat(first.readAnswer()).endsWith("ok");
        assertThat(third.readAnswer()).endsWith("ok");
      }
    }
    assertThat(scene.upstream().seen())
        .extracting(Seen::target)
        .containsExactly("/one/1", "/one/3");
  }

  @Test
  void keepsNoPlaceForWhoLeft() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    List<RawClient> waiting = new ArrayList<>();
    try (RawClient first = asks("/one/1")) {
      scene.upstream().await(1);
      fillTheRow(waiting);
      waiting.forEach(RawClient::reset);
      Eventually.holds("they have left", () -> scene.wire().counts().clients() == 1);

      try (RawClient last = asks("/one/3")) {
        Eventually.holds("it waits", () -> scene.wire().counts().clients() == 2);
        time.awaitTicks();
        gate.countDown();
        assertThat(first.readAnswer()).endsWith("ok");
        assertThat(last.readAnswer()).endsWith("ok");
      }
    }
  }

  private void fillTheRow(List<RawClient> waiting) {
    for (int i = 0; i < Pool.MOST_WAITING; i++) {
      waiting.add(asks("/one/2"));
    }
    Eventually.holds("all wait", () -> scene.wire().counts().clients() == Pool.MOST_WAITING + 1);
    time.awaitTicks();
    assertThat(scene.calls().all()).isEmpty();
  }

  private RawClient asks(String target) {
    return RawClient.connect(scene.port()).send(get(target));
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: api\r\n\r\n";
  }
}
