package dev.keybearer.token.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Passes the bytes of a body on to its reader, until they are too many or somebody cuts it. */
final class Feed implements Subscriber<List<ByteBuffer>> {
  private final Subscriber<? super List<ByteBuffer>> reader;
  private long left;
  private @Nullable Subscription source; // guarded by this
  private boolean cut; // guarded by this

  /** A feed of at most so many bytes. */
  Feed(Subscriber<? super List<ByteBuffer>> reader, long most) {
    this.reader = reader;
    this.left = most;
  }

  /** Ends the flow and, unless all has come, the connection with it; may be called twice. */
  void cut() {
    Subscription from;
    synchronized (this) {
      cut = true;
      from = source;
    }
    if (from != null) {
      from.cancel();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    boolean late;
    synchronized (this) {
      source = subscription;
      late = cut;
    }
    if (late) {
      subscription.cancel();
    }
    reader.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    left -= bytes.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left >= 0) {
      reader.onNext(bytes);
      return;
    }
    cut();
    reader.onError(new IOException("more bytes came than anybody wants"));
  }

  @Override
  public void onError(Throwable failure) {
    reader.onError(failure);
  }

  @Override
  public void onComplete() {
    reader.onComplete();
  }
}
