package dev.keybearer.token.background;

import dev.keybearer.token.Event;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings events to the recorder on a thread of its own, in order, so that a recorder that is slow
 * or hangs costs nobody else anything. What does not fit is counted, and the count is itself an
 * event.
 */
public final class EventDelivery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EventDelivery.class.getName());

  /** A thousand events cover minutes of trouble; more would be memory without a bound. */
  private static final int CAPACITY = 1024;

  /** How long closing waits for what is still to be recorded. */
  private static final long CLOSE_PATIENCE_MILLIS = 1000;

  private final Recorder recorder;
  private final TimeSource time;
  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  private EventDelivery(Recorder recorder, TimeSource time) {
    this.recorder = recorder;
    this.time = time;
    this.thread = new Thread(this::run, "keybearer-events");
    thread.setDaemon(true);
  }

  /** Starts delivering. */
  public static EventDelivery start(Recorder recorder, TimeSource time) {
    EventDelivery delivery = new EventDelivery(recorder, time);
    delivery.thread.start();
    return delivery;
  }

  /** Takes an event along; never waits. */
  public void offer(Event event) {
    if (!queue.offer(event)) {
      lost.incrementAndGet();
    }
  }

  /** Delivers what is there within a second, then ends the thread. */
  @Override
  public void close() {
    closed = true;
    wakeUp();
    try {
      thread.join(CLOSE_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void run() {
    try {
      do {
        deliver(queue.take());
        reportLost();
      } while (!closed || !queue.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed while a recorder hung; the thread ends
    }
  }

  /** An event about nothing lost: it is not delivered, and a full queue needs none. */
  @SuppressWarnings("CheckReturnValue")
  private void wakeUp() {
    queue.offer(new Event.EventsLost(time.wall(), "process", 0));
  }

  private void reportLost() {
    long count = lost.getAndSet(0);
    if (count > 0) {
      deliver(new Event.EventsLost(time.wall(), "process", count));
    }
  }

  /** The outermost loop: what a recorder throws is its own trouble, told once in the log. */
  private void deliver(Event event) {
    if (event instanceof Event.EventsLost lost && lost.count() == 0) {
      return;
    }
    try {
      recorder.record(event);
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the recorder failed on " + event.getClass().getSimpleName() + " of " + event.subject(),
          e);
    }
  }
}
