package dev.keybearer.gateway.revocation;

import org.jspecify.annotations.Nullable;

/** What was ended early cannot be kept, or cannot be known. */
public final class RevocationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** A failure with a message that says what is wrong and what to do. */
  RevocationFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The ways to fail. */
  public enum Kind {
    /** There is room for no more. */
    FULL,
    /** It could not be made durable. */
    UNWRITABLE,
    /** What was ended cannot be read: nobody can say which tokens are good. */
    UNREADABLE
  }
}
