package dev.keybearer.stream.live;

import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.stream.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A live subscription. Safe for use by many threads. */
public final class Stream implements AutoCloseable {
  /** What waits for the receiver when a stream is closed gets this long. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final StreamPlan plan;
  private final Conductor conductor;
  private final Consumer<Stream> closed;

  Stream(StreamPlan plan, Receiver receiver, Surroundings around, Consumer<Stream> closed) {
    this.plan = plan;
    this.conductor = new Conductor(plan, receiver, around);
    this.closed = closed;
  }

  void begin() {
    conductor.begin();
  }

  void clockMoved() {
    conductor.clockMoved();
  }

  /** Its name. */
  public String name() {
    return plan.name();
  }

  /** How it is at this moment. */
  public StreamReport report() {
    return conductor.report();
  }

  /** Replaces its connections, one after the other, as if their tokens came to their end. */
  public void rotate() {
    conductor.rotate();
  }

  /** Listens to these topics from the next connection on, which is made at once. */
  public void listenTo(List<Topic> topics) {
    plan.withTopics(topics).requireSound();
    conductor.listenTo(List.copyOf(topics));
  }

  /** Waits until it listens for the first time; false when it does not within the time. */
  public boolean awaitLive(Duration patience) throws InterruptedException {
    CountDownLatch live = conductor.live();
    return live.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Hangs up, and hands over what is left; may be called twice. */
  @Override
  public void close() {
    conductor.close(FAREWELL);
    closed.accept(this);
  }

  /** Its name. */
  @Override
  public String toString() {
    return "Stream[" + plan.name() + "]";
  }
}
