package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.StreamConfig;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.sink.DeliveryLine;
import dev.keybearer.sink.FanOut;
import dev.keybearer.sink.Relay;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.stream.live.Stream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a daemon keeps open, and the way of what it delivers. It may have taken the place
 * of another, which is closed once this one listens. Safe for use by many threads.
 */
final class KeptStream implements AutoCloseable {
  /** Deliveries that any sink takes within a farewell. */
  private static final int FEW = 20;

  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  /** What a sink has under way when a stream is closed gets this long. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Stream stream;
  private final String named;
  private final Relay relay;
  private final FanOut fanOut;
  private final StreamState.Counts base;
  private volatile @Nullable KeptStream before;
  private volatile StreamConfig config;
  private volatile boolean closed;

  private KeptStream(Way way, Stream stream, StreamConfig config) {
    this.stream = stream;
    this.named = way.named;
    this.relay = way.relay;
    this.fanOut = way.fanOut;
    this.before = way.before;
    this.base = way.base;
    this.config = config;
  }

  /** A stream on its way. */
  static KeptStream of(Way way, Stream stream, StreamConfig config) {
    KeptStream kept = new KeptStream(way, stream, config);
    if (way.before != null) {
      Thread.ofVirtual().name("keybearer-succession-" + stream.name()).start(kept::succeed);
    }
    return kept;
  }

  /** Closes the one before once this one listens, or is closed itself. */
  private void succeed() {
    try {
      boolean ready = false;
      while (!ready && !closed) {
        ready = stream.awaitLive(LOOKS_EVERY) && isNearlyDone(before);
      }
      closeBefore();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What waits there longer than a farewell lasts would be lost: it is waited for, both listening.
   */
  private static boolean isNearlyDone(@Nullable KeptStream predecessor)
      throws InterruptedException {
    if (predecessor == null || predecessor.backlog() <= FEW) {
      return true;
    }
    Thread.sleep(LOOKS_EVERY);
    return false;
  }

  /** What only this one can deliver: while it waits for another itself, nothing. */
  private int backlog() {
    return before == null ? stream.report().waiting() : 0;
  }

  private void closeBefore() {
    KeptStream predecessor = before;
    if (predecessor != null) {
      predecessor.close();
      before = null;
    }
  }

  /** The stream of the config that it is, or a part of. */
  String named() {
    return named;
  }

  /** What the config says of it. */
  StreamConfig config() {
    return config;
  }

  /** Where what it delivers goes. */
  FanOut fanOut() {
    return fanOut;
  }

  Relay relay() {
    return relay;
  }

  /** The same stream, with other topics or another token where the config says so. */
  void adapt(StreamConfig next) {
    StreamConfig last = config;
    config = next;
    if (!last.topics().equals(next.topics())) {
      stream.listenTo(next.topics());
    } else if (!last.credential().equals(next.credential())) {
      stream.rotate();
    }
  }

  void rotate() {
    stream.rotate();
  }

  /** How it stands, with what happened to those before it. */
  StreamState state() {
    StreamReport report = stream.report();
    return new StreamState(
        report.stream(),
        DeliveryLine.word(report.state()),
        report.state() == StreamReport.State.LIVE,
        report.connections(),
        report.generation(),
        report.waiting(),
        report.silence(),
        base.plus(counts(report)));
  }

  private static StreamState.Counts counts(StreamReport report) {
    return new StreamState.Counts(
        report.attempts(),
        report.established(),
        report.drops(),
        report.rotations(),
        report.gaps(),
        report.messages(),
        report.flagged(),
        report.acknowledged());
  }

  /**
   * Closes those before it first: what they have delivered is in order then. May be called twice.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeBefore();
    stream.close();
    relay.end();
  }

  /** Closes it for good: what its sinks do not take in time is left to the next start. */
  void closeForGood() {
    fanOut.cutAt(System.nanoTime() + FAREWELL_NANOS);
    close();
  }

  /**
   * The way of what a stream delivers.
   *
   * @param named as in the config
   * @param before the stream whose place it takes and that still delivers, or null
   * @param base what happened to those before it
   */
  record Way(
      String named,
      Relay relay,
      FanOut fanOut,
      @Nullable KeptStream before,
      StreamState.Counts base) {
    /** Of a stream that takes nobody's place. */
    static Way fresh(String named, FanOut fanOut) {
      return new Way(named, Relay.to(fanOut), fanOut, null, StreamState.Counts.NONE);
    }
  }
}
