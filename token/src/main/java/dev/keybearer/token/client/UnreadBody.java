package dev.keybearer.token.client;

import dev.keybearer.token.turnstile.Deadline;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of an answer that may not be the last one: it stays with its connection until it is
 * known whether the caller's handler reads it or nobody does. For one thread, and one reading.
 */
final class UnreadBody<T> implements Body<T> {
  /** Answers that ask for another try are short; a connection is cheaper than reading more. */
  static final long MOST_DISCARDED = 64 * 1024;

  /** A body that takes longer to arrive is not worth its connection. */
  static final Duration DISCARD_PATIENCE = Duration.ofSeconds(1);

  private final ResponseInfo head;
  private final BodyHandler<T> handler;
  private final Deadline deadline;
  private final Publisher<List<ByteBuffer>> bytes;
  private boolean taken;

  UnreadBody(
      ResponseInfo head,
      BodyHandler<T> handler,
      Deadline deadline,
      Publisher<List<ByteBuffer>> bytes) {
    this.head = head;
    this.handler = handler;
    this.deadline = deadline;
    this.bytes = bytes;
  }

  /** Lets the caller's handler read it, as the client would have done at once. */
  @Override
  public T value() throws IOException, InterruptedException {
    BodySubscriber<T> reader = handler.apply(head);
    CompletionStage<T> result = reader.getBody();
    // A call without a timeout may be over its limit by now; its answer is not to blame.
    Duration patience = deadline.stated() ? deadline.left() : AuthorizedClient.LIMIT;
    long until = deadline.time().nanos() + patience.toNanos();
    if (!feed(new Feed(reader, Long.MAX_VALUE), result, until)) {
      throw new HttpTimeoutException(
          "the body of the answer " + head.statusCode() + " came not within " + patience);
    }
    try {
      return result.toCompletableFuture().get();
    } catch (ExecutionException failed) {
      throw new IOException(
          "the body of the answer " + head.statusCode() + " could not be read", failed.getCause());
    }
  }

  /** Reads it for nobody, so that its connection can be used again. */
  void discard() throws InterruptedException {
    long patience = deadline.time().nanos() + DISCARD_PATIENCE.toNanos();
    BodySubscriber<?> nobody = BodySubscribers.discarding();
    feed(
        new Feed(nobody, MOST_DISCARDED),
        nobody.getBody(),
        deadline.isPast(patience) ? deadline.ends() : patience);
  }

  /** Gives up the connection with it, unless it was read or discarded. */
  @Override
  public void close() {
    if (!taken) {
      taken = true;
      Feed feed = new Feed(BodySubscribers.discarding(), 0);
      feed.cut();
      bytes.subscribe(feed);
    }
  }

  /** Whether all was read in time; if not, the connection is given up. */
  private boolean feed(Feed feed, CompletionStage<?> result, long until)
      throws InterruptedException {
    taken = true;
    bytes.subscribe(feed);
    boolean arrived = false;
    try {
      arrived = arrives(result, until);
      return arrived;
    } finally {
      if (!arrived) {
        feed.cut();
      }
    }
  }

  private boolean arrives(CompletionStage<?> result, long until) throws InterruptedException {
    ReentrantLock lock = new ReentrantLock(); // guards nothing: a condition needs one
    Condition change = lock.newCondition();
    AtomicBoolean arrived = new AtomicBoolean();
    result.whenComplete(
        (value, failure) -> {
          lock.lock();
          try {
            arrived.set(true);
            change.signal();
          } finally {
            lock.unlock();
          }
        });
    lock.lockInterruptibly();
    try {
      while (!arrived.get() && until - deadline.time().nanos() > 0) {
        deadline.time().await(change, until);
      }
      return arrived.get();
    } finally {
      lock.unlock();
    }
  }
}
