package dev.keybearer.token;

import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked; nothing it held is lost. */
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final boolean vacant;

  /** A failure with a message that names the place, what was found there and what to do. */
  public StoreFailure(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, false, message, cause);
  }

  private StoreFailure(Kind kind, boolean vacant, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.vacant = vacant;
  }

  /** What rested under a name is gone, or was put aside: {@code UNREADABLE}, and vacant. */
  public static StoreFailure vacant(String message, @Nullable Throwable cause) {
    return new StoreFailure(Kind.UNREADABLE, true, message, cause);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * Whether nothing lies in the place of what cannot be read: a commit is taken there, at any
   * generation, and a login mends it.
   */
  public boolean isVacant() {
    return vacant;
  }

  /** The ways in which a store fails. */
  public enum Kind {
    /** Another generation rests there than the caller knows of. */
    CONFLICT,
    /** Another process holds the store. */
    IN_USE,
    /** What rests there cannot be read or trusted; it was put aside, not overwritten. */
    UNREADABLE,
    /**
     * What was to be written could not be made durable; the old item or the new one rests there,
     * whole. The same call may be made again.
     */
    UNWRITABLE
  }
}
