package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.signal.Outbox.Parcel;
import dev.keybearer.gateway.signal.Post.Reply;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.budget.Backoff.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Brings signals to one endpoint, one after the other, on a thread of its own: whatever the
 * endpoint does, it holds up nobody else (W3, W4).
 *
 * <pre>
 *   2xx                   arrived
 *   410                   the endpoint is gone: nothing more is sent until the config is read again
 *   429, 502, 503, 504    it asks for patience: all its signals wait, for as long as it says
 *   anything else         failed; so is no answer. The signal waits by the schedule, the endpoint for a moment
 * </pre>
 */
final class Courier implements AutoCloseable {
  /** From the first look at the address to the head of the answer (W3). */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int GONE = 410;
  private static final long CLOSE_PATIENCE_MILLIS = 1_000;
  private static final System.Logger LOG = System.getLogger(Courier.class.getName());

  private final Outbox outbox;
  private final Post post;
  private final TimeSource time;
  private final Schedule schedule;
  private final Backoff backoff;
  private final Thread thread;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong shed = new AtomicLong();
  private final AtomicReference<Standing> standing;
  private volatile boolean closed;
  private long restsUntil; // of the thread alone

  private Courier(Endpoint endpoint, Outbox outbox, Post post, Means means) {
    this.standing = new AtomicReference<>(new Standing(endpoint, false));
    this.outbox = outbox;
    this.post = post;
    this.time = means.time();
    this.schedule = new Schedule(means.random());
    this.backoff = new Backoff(means.random());
    this.restsUntil = time.nanos();
    this.thread =
        Thread.ofVirtual().name("keybearer-signal-" + endpoint.name()).unstarted(this::run);
  }

  /** Starts bringing what is put into an outbox. */
  static Courier start(Endpoint endpoint, Outbox outbox, Post post, Means means) {
    Courier courier = new Courier(endpoint, outbox, post, means);
    courier.thread.start();
    return courier;
  }

  /** Brings a signal when its turn comes, if the endpoint wants it. Never waits. */
  void offer(Signal signal) {
    if (standing.get().gone() || closed || !outbox.put(signal)) {
      shed.incrementAndGet();
    }
  }

  /** Whether the endpoint wants events of a type. */
  boolean wants(EventType type) {
    Standing now = standing.get();
    return !now.gone() && now.endpoint().wants(type);
  }

  /** The config was read again: signals go to this endpoint from now on, which counts as there. */
  void use(Endpoint next) {
    standing.set(new Standing(next, false));
  }

  private Endpoint endpoint() {
    return standing.get().endpoint();
  }

  EndpointState state() {
    Standing now = standing.get();
    return new EndpointState(
        now.endpoint().name(),
        delivered.get(),
        failed.get(),
        dropped.get(),
        shed.get(),
        outbox.size(),
        now.gone());
  }

  /** Brings nothing more, and ends what is under way. May be called twice. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int left = outbox.clear();
    if (left > 0) {
      warn(left + " signals for " + endpoint() + " are given up: the process or the endpoint ends");
    }
  }

  private void run() {
    while (!closed) {
      try {
        bring(outbox.next(restsUntil));
      } catch (InterruptedException e) {
        return; // closed: the thread ends, and nobody else uses it
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "signals for " + endpoint() + " met a bug", e);
      }
    }
  }

  private void bring(Parcel parcel) throws InterruptedException {
    Standing asked = standing.get();
    Endpoint to = asked.endpoint();
    try {
      byte[] body = parcel.signal().octets();
      // The stamp is new each time, and the signature with it: the id is what stays (W1).
      long stamp = time.wall().getEpochSecond();
      Reply reply = post.send(to, to.signed(parcel.signal().id(), stamp, body), body, PATIENCE);
      judge(parcel, asked, reply);
    } catch (IOException e) {
      failed(parcel, String.valueOf(e.getMessage()), Backoff.TRANSPORT, Duration.ZERO);
    } catch (RuntimeException | Error e) {
      outbox.settle(parcel);
      dropped.incrementAndGet();
      throw e;
    }
  }

  private void judge(Parcel parcel, Standing asked, Reply reply) {
    switch (reply.status()) {
      case GONE -> ends(parcel, asked);
      case 429, 502, 503, 504 ->
          failed(
              parcel, "it answered " + reply.status(), Backoff.THROTTLED, reply.asked(time.wall()));
      default -> {
        if (reply.status() / 100 == 2) {
          arrived(parcel);
        } else {
          failed(parcel, "it answered " + reply.status(), Backoff.TRANSPORT, Duration.ZERO);
        }
      }
    }
  }

  private void arrived(Parcel parcel) {
    outbox.settle(parcel);
    delivered.incrementAndGet();
    backoff.succeeded();
  }

  private void ends(Parcel parcel, Standing asked) {
    if (!standing.compareAndSet(asked, new Standing(asked.endpoint(), true))) {
      failed(parcel, "its former address answered 410", Backoff.TRANSPORT, Duration.ZERO);
      return;
    }
    outbox.settle(parcel);
    int left = 1 + outbox.clear();
    failed.incrementAndGet();
    dropped.addAndGet(left);
    warn(
        asked.endpoint()
            + " answered 410: nothing is sent there until the config is read again; given up: "
            + left);
  }

  private void failed(Parcel parcel, String why, Pace pace, Duration asked) {
    failed.incrementAndGet();
    long now = time.nanos();
    long rest = Math.max(backoff.failed(pace), asked.toNanos());
    restsUntil = now + rest;
    Parcel next = parcel.failed(why, now + Math.max(rest, schedule.pause(parcel.attempts() + 1)));
    if (parcel.failure() == null) {
      LOG.log(
          System.Logger.Level.INFO, parcel.signal() + " did not reach " + endpoint() + ": " + why);
    }
    if (!Schedule.isOver(next, now)) {
      outbox.again(next);
      return;
    }
    outbox.settle(parcel);
    dropped.incrementAndGet();
    warn(
        parcel.signal()
            + " is given up, "
            + endpoint()
            + " failed "
            + next.attempts()
            + " times: "
            + why);
  }

  private static void warn(String words) {
    LOG.log(System.Logger.Level.WARNING, words);
  }

  /** Where signals go, and whether that said that it is gone. Another each time. */
  private record Standing(Endpoint endpoint, boolean gone) {}
}
