package dev.keybearer.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No usable token, and why. The message says what was being done, what was found and what to do; it
 * holds no token and no secret.
 */
public final class TokenFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient @Nullable Instant retryAt;

  /** A failure of the given kind; {@code retryAt} is when the next attempt is made by itself. */
  public TokenFailure(
      Kind kind, String message, @Nullable Instant retryAt, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAt = retryAt;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** When the next attempt is made, or null when none is planned or nobody knows. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }

  /** The ways in which a token cannot be had. */
  public enum Kind {
    /** The issuer said no, and will say no again until somebody changes something. */
    REFUSED,
    /** The refresh token is missing, used up or revoked: a person has to log in. */
    NEEDS_LOGIN,
    /** The issuer granted less than this credential requires. */
    SCOPE_MISSING,
    /** The issuer asks for fewer requests; it is asked again when it allows. */
    THROTTLED,
    /** The issuer gave no answer, or none that can be trusted. */
    UNREACHABLE,
    /** The client's own secret or key cannot be read. */
    SECRET_UNREADABLE,
    /** The token store cannot be read. */
    STORE_UNUSABLE,
    /** This caller waited as long as it was willing to, or was interrupted. */
    OUT_OF_PATIENCE,
    /** The source has been closed. */
    CLOSED
  }
}
