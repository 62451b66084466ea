package dev.keybearer.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A receiver could not take what it was handed, in words for those who operate it: who it is, and
 * what was found. They hold no secret and nothing of what was delivered, so that they may be
 * written down, which the words of no other exception are.
 */
public final class ReceiverFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** A failure in these words. */
  public ReceiverFailure(String message) {
    this(message, null);
  }

  /** A failure in these words; those of the cause are not shown. */
  public ReceiverFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A failure of a receiver by one whose own words are known to be as harmless. */
  public static ReceiverFailure of(String receiver, IOException cause) {
    String words = cause.getMessage();
    return new ReceiverFailure(
        receiver + ": " + (words == null ? cause.getClass().getSimpleName() : words), cause);
  }
}
