package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.SocketClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection on which another side of a tunnel is asked for. */
class NewcomerTest {
  /** No tunnel changes before three quarters of its time, here 75 seconds. */
  private static final Duration NOT_YET = Duration.ofSeconds(74);

  private final RotationScene at = new RotationScene();

  @AfterEach
  void close() {
    at.close();
  }

  /** One that lay there may just have been closed, and a side is not asked for twice. */
  @Test
  void isNoneOfThoseThatLieReady() {
    try (SocketClient client = SocketClient.open(at.gateway.port(), "/ticks")) {
      leavesOneReady("/ticks");

      assertThat(at.sides.get(1).request().value("Authorization")).isEqualTo("Bearer ours-2");
      assertThat(at.gateway.wire().counts().idle()).isEqualTo(1);
      assertThat(at.gateway.wire().counts().upstreams()).isEqualTo(3);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void takesThePlaceOfOneThatLiesReadyWhereThereIsNoOther() {
    try (SocketClient client = SocketClient.open(at.gateway.port(), "/narrow")) {
      leavesOneReady("/narrow");

      assertThat(at.sides.get(1).request().value("Authorization")).isEqualTo("Bearer ours-2");
      assertThat(at.gateway.wire().counts().idle()).isZero();
      assertThat(at.gateway.wire().counts().upstreams()).isEqualTo(2);
      assertThat(client.isClosed()).isFalse();
    }
  }

  /** A call leaves a connection behind right before the tunnel changes. */
  private void leavesOneReady(String target) {
    at.sides.get(0);
    at.renew();
    at.elapse(NOT_YET);
    at.gateway.upstream().next(Reply.of(200, "ok"));
    assertThat(at.gateway.get(target)).startsWith("HTTP/1.1 200 ");
    Eventually.holds("it lies ready", () -> at.gateway.wire().counts().idle() == 1);
    at.elapse(RotationScene.DUE.minus(NOT_YET));
  }
}
