package dev.keybearer.gateway.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether an upstream takes the tokens of a credential. After it refused some new ones in a row,
 * renewing is no remedy and only burdens the issuer: for a while tokens are not renewed for it.
 * Safe for use by many threads.
 */
public final class TokenWelcome {
  /** One may have been revoked on its way; three new ones are a misunderstanding. */
  static final int REFUSALS = 3;

  /** As long as somebody needs to mend it, and not much longer. */
  static final Duration REST = Duration.ofSeconds(30);

  private final AtomicInteger inRow = new AtomicInteger();
  private volatile long restsUntil;
  private volatile boolean resting;
  private volatile @Nullable String nonce;

  /** One that nothing is known against. */
  public TokenWelcome() {}

  /** It took one. */
  public void taken() {
    if (inRow.get() != 0) {
      inRow.set(0);
      resting = false;
    }
  }

  /** What the upstream wants to find in proofs, as it said last; null when it said nothing. */
  public @Nullable String nonce() {
    return nonce;
  }

  /** The upstream said what it wants to find in proofs from now on. */
  public void asks(String newNonce) {
    nonce = newNonce;
  }

  /** It refused one that was new. */
  public void refusedNew(long now) {
    if (inRow.incrementAndGet() >= REFUSALS) {
      restsUntil = now + REST.toNanos();
      resting = true;
    }
  }

  /** Whether there is no use in renewing. */
  public boolean isWornOut(long now) {
    return resting && restsUntil - now > 0;
  }
}
