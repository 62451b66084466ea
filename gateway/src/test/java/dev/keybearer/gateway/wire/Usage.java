package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawUpstream;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;

/** What is used when every connection has ended: open files, and what is reachable on the heap. */
record Usage(long files, long heap) {
  private static final int GROWTH_PERCENT = 10;

  /**
   * What is used once nobody is connected any more, and nothing is kept by tests themselves.
   *
   * @param other an upstream besides that of the scene
   */
  static Usage settled(GatewayScene scene, RawUpstream other) {
    Counts counts = scene.wire().counts();
    Eventually.holds("callers are gone", () -> counts.clients() == 0);
    Eventually.holds("no connection is used", () -> counts.upstreams() == counts.idle());
    Stream.of(scene.upstream(), other).forEach(RawUpstream::dropConnections);
    Eventually.holds("upstreams are gone", () -> counts.upstreams() == 0);
    Eventually.holds(
        "sockets are closed",
        () -> scene.upstream().openConnections() + other.openConnections() == 0);
    assertThat(counts.idle()).isZero();
    assertThat(counts.turnedAway()).isZero();
    scene.calls().forget();
    Stream.of(scene.upstream(), other).forEach(RawUpstream::forget);
    return new Usage(openFiles(), reachable());
  }

  /** Nothing is used that was not before, but for what comes and goes. */
  void assertNotGrownSince(Usage before) {
    assertThat(files).as("files").isLessThanOrEqualTo(grown(before.files));
    assertThat(heap).as("heap").isLessThanOrEqualTo(grown(before.heap));
  }

  private static long grown(long before) {
    return before + before * GROWTH_PERCENT / 100;
  }

  private static long openFiles() {
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getOpenFileDescriptorCount();
  }

  /** Some of it is found to be garbage only when it is looked at once more. */
  private static long reachable() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
