package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers that their caller does not take: the kernel keeps some megabytes of them, we the rest.
 */
final class Untaken {
  /** Octets of each answer, of which we keep 64 KiB before we let the next one wait. */
  static final int LENGTH = 8 << 10;

  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final GatewayScene scene;
  private final int fits;

  private Untaken(GatewayScene scene, int fits) {
    this.scene = scene;
    this.fits = fits;
  }

  /** Finds out how many fit into kernel and gateway together. */
  static Untaken measure(GatewayScene scene) {
    scene.upstream().always(Reply.of(200, "x".repeat(LENGTH)));
    int answered = 0;
    try (RawClient client = RawClient.connect(scene.port())) {
      while (isAnswered(scene, client, "keep-alive")) {
        answered++;
      }
    }
    Eventually.holds("it is gone", () -> scene.wire().counts().clients() == 0);
    return new Untaken(scene, answered);
  }

  /**
   * Asks on a new connection until the kernel is full and a part of an answer waits here, while
   * every call is over.
   *
   * @param last the {@code Connection} field of the last request
   */
  RawClient ask(String last) {
    RawClient client = RawClient.connect(scene.port());
    for (int i = 1; i < answers(); i++) {
      assertThat(isAnswered(scene, client, "keep-alive")).isTrue();
    }
    assertThat(isAnswered(scene, client, last)).isTrue();
    return client;
  }

  /** How many answers those are; half of what we keep is left free. */
  int answers() {
    return fits - 4;
  }

  private static boolean isAnswered(GatewayScene scene, RawClient client, String connection) {
    int before = scene.calls().all().size();
    client.send("GET /a HTTP/1.1\r\nHost: api\r\nConnection: " + connection + "\r\n\r\n");
    long begun = System.nanoTime();
    while (scene.calls().all().size() == before) {
      if (System.nanoTime() - begun > PATIENCE_NANOS) {
        return false;
      }
      LockSupport.parkNanos(20_000);
    }
    return true;
  }
}
