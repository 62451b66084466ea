package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.AsyncApiCallback;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told, and lets a test wait for it. */
final class RecordingCallback<T> implements AsyncApiCallback<T> {
  final List<T> completed = new CopyOnWriteArrayList<>();
  final List<Throwable> failed = new CopyOnWriteArrayList<>();
  private final CountDownLatch told;

  RecordingCallback(int times) {
    this.told = new CountDownLatch(times);
  }

  @Override
  public void onCompleted(T response) {
    completed.add(response);
    told.countDown();
  }

  @Override
  public void onFailed(Throwable exception) {
    failed.add(exception);
    told.countDown();
  }

  boolean await() throws InterruptedException {
    return told.await(30, TimeUnit.SECONDS);
  }
}
