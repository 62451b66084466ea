package dev.keybearer.token.verification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nobody could find out whether a token is good: its issuer's keys, or the issuer itself, cannot be
 * reached. Neither a yes nor a no; towards callers it is a 503. Holds no token.
 */
public final class VerificationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Instant retryAt;

  /** A failure; {@code retryAt} is when it is worth to ask again, or null when nobody knows. */
  public VerificationFailure(String message, @Nullable Instant retryAt) {
    super(message);
    this.retryAt = retryAt;
  }

  /** When it is worth to ask again, or null when nobody knows. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }
}
