package dev.keybearer.token.http;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request body that knows whether its request can have left.
 *
 * <p>The client asks for the length when the connection stands and it writes the header block, so
 * before the first byte. That question opens the gate, or finds it shut and ends the attempt.
 * Whoever shuts the gate first therefore knows that nothing was sent and nothing will be. The gate
 * may stand open although nothing left (the client also asks when the other side has just ended the
 * TLS handshake), never the other way round.
 */
final class GatedBody implements BodyPublisher {
  private final BodyPublisher body;
  private final AtomicReference<Gate> gate = new AtomicReference<>(Gate.UNTOUCHED);

  GatedBody(byte[] bytes) {
    this.body = BodyPublishers.ofByteArray(bytes);
  }

  @Override
  public long contentLength() {
    open();
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    open();
    body.subscribe(subscriber);
  }

  /** Whether nothing was sent; from then on nothing will be. */
  boolean shut() {
    return gate.compareAndSet(Gate.UNTOUCHED, Gate.SHUT) || gate.get() == Gate.SHUT;
  }

  private void open() {
    gate.compareAndSet(Gate.UNTOUCHED, Gate.OPEN);
    if (gate.get() == Gate.SHUT) {
      throw new IllegalStateException("the request was given up before it was sent");
    }
  }

  private enum Gate {
    UNTOUCHED,
    OPEN,
    SHUT
  }
}
