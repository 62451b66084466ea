package dev.keybearer.gateway.upstream;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether an upstream takes the tokens of a credential. Where renewing is no remedy it only burdens
 * the issuer, and leaves everybody else without a token meanwhile: for a while a refusal renews
 * nothing then.
 *
 * <pre>
 *   some new ones refused in a row          the upstream takes none of them
 *   one refused when new, taken elsewhere   it is the call that is refused, whatever its token
 * </pre>
 *
 * Safe for use by many threads.
 */
public final class TokenWelcome {
  /** One may have been revoked on its way; three new ones are a misunderstanding. */
  static final int REFUSALS = 3;

  /** As long as somebody needs to mend it, and not much longer. */
  static final Duration REST = Duration.ofSeconds(30);

  private final AtomicReference<@Nullable Refusals> refusals = new AtomicReference<>();
  private volatile @Nullable String nonce;

  /** One that nothing is known against. */
  public TokenWelcome() {}

  /** It took this one. */
  public void taken(Token token) {
    Refusals known = refusals.get();
    if (known != null && known.isNews(token)) {
      refusals.compareAndSet(known, known.taken(token)); // else somebody else has news as well
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

  /** It refused this one, which was new. */
  public void refusedNew(Token token, long now) {
    refusals.updateAndGet(
        known ->
            new Refusals(
                token.fingerprint(),
                known == null ? 1 : known.inRow() + 1,
                false,
                now + REST.toNanos()));
  }

  /** Whether there is no use in renewing because this one was refused. */
  public boolean isWornOut(Token token, long now) {
    Refusals known = refusals.get();
    return known != null
        && known.until() - now > 0
        && (known.inRow() >= REFUSALS || (known.fine() && known.isOf(token)));
  }

  /**
   * New ones that were refused.
   *
   * @param last of them
   * @param inRow how many, with none taken between them
   * @param fine whether the last one was taken all the same
   * @param until when this counts
   */
  private record Refusals(Fingerprint last, int inRow, boolean fine, long until) {
    boolean isOf(Token token) {
      return last.equals(token.fingerprint());
    }

    boolean isNews(Token taken) {
      return inRow != 0 || (!fine && isOf(taken));
    }

    Refusals taken(Token token) {
      return new Refusals(last, 0, fine || isOf(token), until);
    }
  }
}
