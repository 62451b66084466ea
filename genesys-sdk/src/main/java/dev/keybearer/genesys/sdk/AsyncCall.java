package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.AsyncApiCallback;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorResponse;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call. It ends once, whoever is first: its thread, the clock or the end of the
 * client; then both the callback and the future are told, since the SDK waits for the one and its
 * users may wait for the other. Safe for use by many threads.
 */
final class AsyncCall implements Runnable {
  private final Callable<ApiClientConnectorResponse> work;
  private final @Nullable AsyncApiCallback<ApiClientConnectorResponse> callback;
  private final CompletableFuture<ApiClientConnectorResponse> future = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Runnable onEnd = () -> {};

  AsyncCall(
      Callable<ApiClientConnectorResponse> work,
      @Nullable AsyncApiCallback<ApiClientConnectorResponse> callback) {
    this.work = work;
    this.callback = callback;
  }

  Future<ApiClientConnectorResponse> future() {
    return future;
  }

  /** What is to be done when it has ended. */
  void onEnd(Runnable act) {
    onEnd = act;
    if (ended.get()) {
      act.run();
    }
  }

  @Override
  public void run() {
    if (ended.get()) {
      return; // its time was over before a thread was free
    }
    try {
      completed(work.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(e);
    } catch (Exception | Error e) {
      failed(e);
    }
  }

  /** It takes longer than it may; its thread comes free when the connection gives up. */
  void late(Duration limit) {
    failed(new SocketTimeoutException("no answer within " + limit));
  }

  void failed(Throwable why) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    onEnd.run();
    try {
      if (callback != null) {
        callback.onFailed(why);
      }
    } finally {
      future.completeExceptionally(why);
    }
  }

  private void completed(ApiClientConnectorResponse response) throws Exception {
    if (!ended.compareAndSet(false, true)) {
      response.close(); // nobody waits for it any more
      return;
    }
    onEnd.run();
    try {
      if (callback != null) {
        callback.onCompleted(response);
      }
    } finally {
      future.complete(response);
    }
  }
}
