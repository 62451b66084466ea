package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamFault.Kind;
import dev.keybearer.gateway.wire.message.AnswerHead;
import io.netty.handler.codec.http.HttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Another upstream side of a tunnel, until its upstream has agreed to it. Used by its loop's thread
 * only.
 *
 * <pre>
 *   dialling ──▶ asking ──head that opens it, its end──▶ agreed
 *       └───────────┴──none, refused, broken, late──▶ failed
 * </pre>
 */
final class Newcomer implements Pool.Taker, Served {
  private final Succession succession;
  private final Pool pool;
  private final Departure departure;
  private final Rotation rotation;
  private final long since;
  private @Nullable UpstreamConnection upstream;
  private boolean wanting = true;
  private boolean accepted;

  Newcomer(Succession succession, Pool pool, Departure departure, Rotation rotation) {
    this.succession = succession;
    this.pool = pool;
    this.departure = departure;
    this.rotation = rotation;
    this.since = pool.loop().now();
  }

  void dial() {
    pool.acquireNew(this);
  }

  @Override
  public boolean isWanting() {
    return wanting;
  }

  @Override
  public void taken(UpstreamConnection connection) {
    upstream = connection;
    connection.serve(this, false, true);
    connection.write(departure);
    connection.flush();
  }

  @Override
  public void none(UpstreamFault fault) {
    wanting = false;
    succession.failed(fault.kind() == Kind.CROWDED ? Outcome.CROWDED : Outcome.FAILED);
  }

  @Override
  public void head(AnswerHead head) {
    accepted = rotation.answered(head);
    if (!accepted) {
      leave();
      succession.failed(Outcome.REFUSED);
    }
  }

  @Override
  public void content(HttpContent content, boolean last) {
    content.release();
    if (accepted && upstream != null) {
      succession.agreed(upstream);
    }
  }

  @Override
  public void upstreamRead() {
    if (!accepted && upstream != null) {
      upstream.read();
    }
  }

  @Override
  public void broken(UpstreamFault fault) {
    if (wanting) {
      wanting = false;
      succession.failed(Outcome.FAILED);
    }
  }

  /** Ends what takes too long. */
  void tick(long now) {
    Departure asked = departure;
    long patience =
        asked.to().limits().connect().toNanos() + asked.to().limits().answer().toNanos();
    if (now - since >= patience) {
      leave();
      succession.failed(Outcome.FAILED);
    }
  }

  /** It is not wanted any more. */
  void leave() {
    wanting = false;
    if (upstream != null) {
      upstream.close();
    }
  }
}
