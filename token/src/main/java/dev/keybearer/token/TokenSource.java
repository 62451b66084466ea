package dev.keybearer.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives a usable token now, whatever that takes.
 *
 * <p>Implementations are safe for use by many threads. A read of a fresh token is wait-free; only a
 * caller who finds no usable token waits, and never longer than it says.
 */
@FunctionalInterface
public interface TokenSource {
  /**
   * How long {@link #get()} waits: longer than one answer of an issuer, shorter than most callers'
   * own limits.
   */
  Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * A token that is usable at this moment.
   *
   * @param patience how long this caller waits when there is none; its end hurts no other caller
   * @throws TokenFailure when there is no usable token and none can be had in time
   */
  Token get(Duration patience);

  /** A token that is usable at this moment, waited for at most {@link #PATIENCE}. */
  default Token get() {
    return get(PATIENCE);
  }

  /**
   * The token that is usable at this moment without waiting, or null; whoever gets null calls get.
   * Begins nothing. A source that cannot tell without waiting gives null always.
   */
  default @Nullable Token peek() {
    return null;
  }

  /**
   * Says that a service refused this very token, so that it is not given out again.
   *
   * <p>Does nothing when a newer token has taken its place already. A source that cannot renew
   * ignores it.
   */
  default void reject(Token token) {}
}
