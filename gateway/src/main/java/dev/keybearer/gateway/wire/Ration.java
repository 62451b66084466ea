package dev.keybearer.gateway.wire;

import java.util.concurrent.TimeUnit;

/** So many of something within a time, by the ticks of a loop. Used by its thread only. */
final class Ration {
  private final Loop loop;
  private final int most;
  private final long window;
  private long since;
  private int count;

  Ration(Loop loop, int most, int seconds) {
    this.loop = loop;
    this.most = most;
    this.window = TimeUnit.SECONDS.toNanos(seconds);
    this.since = loop.now();
  }

  /** Another one has come; whether there are too many now. */
  boolean isExceeded() {
    if (++count <= most) {
      return false;
    }
    if (loop.now() - since < window) {
      return true;
    }
    since = loop.now();
    count = 1;
    return false;
  }
}
