package dev.keybearer.gateway.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A stream that holds or fails as a test likes. */
final class FakeStream extends OutputStream {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  private final Semaphore failures = new Semaphore(0);
  private volatile int octetsUntilFailure = -1;
  private volatile boolean closed;

  /** From now on whoever writes waits. */
  FakeStream hold() {
    gate.drainPermits();
    return this;
  }

  /** Whoever waits goes on. */
  void release() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  /** The next attempt to write fails after so many octets, and so does every one after it. */
  void failAfter(int octets) {
    octetsUntilFailure = octets;
  }

  /** Works again. */
  void heal() {
    octetsUntilFailure = -1;
  }

  /** Waits until somebody has begun to write. */
  void awaitWriter() throws InterruptedException {
    entered.await();
  }

  /** Waits until so many attempts have failed. */
  void awaitFailures(int count) throws InterruptedException {
    failures.acquire(count);
  }

  boolean isClosed() {
    return closed;
  }

  synchronized List<String> lines() {
    return written.toString(StandardCharsets.US_ASCII).lines().toList();
  }

  @Override
  public void write(int octet) {
    throw new AssertionError("octets come many at once");
  }

  @Override
  public void write(byte[] octets, int from, int length) throws IOException {
    entered.countDown();
    try {
      gate.acquire();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    synchronized (this) {
      int limit = octetsUntilFailure;
      written.write(octets, from, limit < 0 ? length : Math.min(limit, length));
      if (limit >= 0) {
        failures.release();
        throw new IOException("no space left");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
