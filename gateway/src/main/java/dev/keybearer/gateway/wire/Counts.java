package dev.keybearer.gateway.wire;

import java.util.concurrent.atomic.LongAdder;

/** What is open at the moment, and what was turned away, for people who watch. */
public final class Counts {
  private final LongAdder clients = new LongAdder();
  private final LongAdder upstreams = new LongAdder();
  private final LongAdder idle = new LongAdder();
  private final LongAdder tunnels = new LongAdder();
  private final LongAdder turnedAway = new LongAdder();
  private final LongAdder handshakes = new LongAdder();

  Counts() {}

  /** Connections of callers. */
  public long clients() {
    return clients.sum();
  }

  /** Connections to upstreams. */
  public long upstreams() {
    return upstreams.sum();
  }

  /** Connections to upstreams that nobody uses at the moment. */
  public long idle() {
    return idle.sum();
  }

  /** Connections of callers that frames go through both ways. */
  public long tunnels() {
    return tunnels.sum();
  }

  /** Connections of callers that were closed at once because there were too many. */
  public long turnedAway() {
    return turnedAway.sum();
  }

  /** Handshakes of callers that came to nothing. */
  public long handshakesFailed() {
    return handshakes.sum();
  }

  void clientOpened() {
    clients.increment();
  }

  void clientClosed() {
    clients.decrement();
  }

  void clientTurnedAway() {
    turnedAway.increment();
  }

  void tunnelOpened() {
    tunnels.increment();
  }

  void tunnelClosed() {
    tunnels.decrement();
  }

  void handshakeFailed() {
    handshakes.increment();
  }

  void upstreamOpened() {
    upstreams.increment();
  }

  void upstreamClosed() {
    upstreams.decrement();
  }

  void laidBy() {
    idle.increment();
  }

  void takenUp() {
    idle.decrement();
  }
}
