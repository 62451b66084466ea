package dev.keybearer.gateway.wire;

import org.jspecify.annotations.Nullable;

/** How far an exchange is, and what it holds of its upstream there. */
sealed interface ExchangeState {
  /** The connection that takes the request's body, or null when none does now. */
  @Nullable UpstreamConnection taker();

  /** The upstream is not needed any more, and what it sends neither. */
  void abandon();

  /**
   * Somebody else answers: a short rest of this answer is read, so that the connection can be used
   * again.
   *
   * @param sent whether the whole request was sent
   */
  default void letGo(boolean sent) {
    abandon();
  }

  /** How far it is without an upstream. */
  enum Phase implements ExchangeState {
    /** Somebody decides. */
    DECIDING,
    /** A connection is wanted. */
    CONNECTING,
    /** Nothing is left to be done. */
    OVER;

    @Override
    public @Nullable UpstreamConnection taker() {
      return null;
    }

    @Override
    public void abandon() {}
  }

  /** The request is on its way, and no head of an answer has come. */
  record Sending(UpstreamConnection upstream) implements ExchangeState {
    @Override
    public UpstreamConnection taker() {
      return upstream;
    }

    @Override
    public void abandon() {
      upstream.close();
    }
  }

  /** An answer has begun, and somebody decides about it. */
  record Held(UpstreamConnection upstream, HeldAnswer answer) implements ExchangeState {
    @Override
    public @Nullable UpstreamConnection taker() {
      return null;
    }

    @Override
    public void abandon() {
      answer.release();
      upstream.close();
    }

    @Override
    public void letGo(boolean sent) {
      boolean whole = answer.isWhole();
      answer.release();
      if (whole) {
        upstream.done(sent);
      } else {
        upstream.discard(sent);
      }
    }
  }

  /** The answer is passed on. */
  record Passing(UpstreamConnection upstream, boolean keepAlive) implements ExchangeState {
    @Override
    public UpstreamConnection taker() {
      return upstream;
    }

    @Override
    public void abandon() {
      upstream.close();
    }
  }

  /** Frames go both ways. */
  record Tunnelling(Tunnel tunnel) implements ExchangeState {
    @Override
    public @Nullable UpstreamConnection taker() {
      return null;
    }

    @Override
    public void abandon() {}
  }
}
