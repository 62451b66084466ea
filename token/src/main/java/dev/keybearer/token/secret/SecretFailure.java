package dev.keybearer.token.secret;

import org.jspecify.annotations.Nullable;

/** A secret could not be had; the message names the reference and the remedy, never content. */
public final class SecretFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /**
   * A failure to get a secret.
   *
   * @param message the reference, what was found there and what to do
   * @param cause what led to it if its text holds no content, or null
   */
  public SecretFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The ways in which a secret cannot be had. */
  public enum Kind {
    /** The text is no reference to a secret. */
    MALFORMED,
    /** The reference leads nowhere, or to nothing. */
    ABSENT,
    /** There is something, but others may read it or it exceeds a bound. */
    UNSAFE,
    /** Whoever keeps the secret said no. */
    REFUSED,
    /** Whoever keeps the secret did not answer as it should; asking again may help. */
    UNREACHABLE
  }
}
