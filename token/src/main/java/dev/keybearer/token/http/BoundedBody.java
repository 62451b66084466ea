package dev.keybearer.token.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a body up to a limit and drops the connection at the first byte beyond.
 *
 * <p>The client calls one method at a time; only the future is seen by other threads.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final HttpHeaders headers;
  private final int limit;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private @Nullable Subscription subscription;

  BoundedBody(HttpHeaders headers, int limit) {
    this.headers = headers;
    this.limit = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    if (isEncoded()) {
      refuse(subscription, "the answer is compressed, which nobody asked for");
      return;
    }
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    Subscription source = subscription;
    if (source == null || whole.isDone()) {
      return;
    }
    for (ByteBuffer part : parts) {
      if (part.remaining() > limit - gathered.size()) {
        refuse(source, "the answer is longer than " + limit + " bytes");
        return;
      }
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      gathered.writeBytes(bytes);
    }
    source.request(1);
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(gathered.toByteArray());
  }

  /** A few compressed KiB can hold gigabytes, and a limit on one does not bound the other. */
  private boolean isEncoded() {
    return !headers.allValues("Content-Encoding").stream()
        .allMatch(value -> value.isBlank() || value.strip().equalsIgnoreCase("identity"));
  }

  private void refuse(Subscription source, String reason) {
    source.cancel();
    whole.completeExceptionally(new BodyRefused(reason));
  }
}
