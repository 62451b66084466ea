package dev.keybearer.benchmark.gateway;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who carries calls from the load to the upstream. */
sealed interface Side permits Variant, Peer {
  /** What it is called in the table. */
  String words();

  /** Whether it lets calls through only with a good token. */
  boolean judges();

  /** Until connections are open, and what belongs to it is where its processor finds it. */
  default Duration settling() {
    return Duration.ofMillis(250);
  }

  /** Why it cannot be measured here and what to do about that, or null when it can. */
  @Nullable String missing();

  /** Starts it on the processor that proxies have for themselves. */
  Proxy start(Scene scene) throws IOException, InterruptedException;
}
