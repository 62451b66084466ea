package dev.keybearer.token.verification;

import dev.keybearer.token.jose.KeySet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Brings the keys of one issuer, once per call. */
interface KeyFetch {
  /** The keys as they are now. */
  Fetched fetch() throws NoKeys;

  /**
   * Keys, just fetched.
   *
   * @param life how long their issuer says that they need not be asked for again, or null
   */
  record Fetched(KeySet keys, @Nullable Duration life) {}

  /** No keys came that can be used; the message says from where, and holds no content. */
  final class NoKeys extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    NoKeys(String message) {
      this(message, Duration.ZERO);
    }

    NoKeys(String message, Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    /** For how long the issuer wants to be left alone. */
    Duration retryAfter() {
      return retryAfter;
    }
  }
}
