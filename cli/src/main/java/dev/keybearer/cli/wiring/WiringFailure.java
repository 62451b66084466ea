package dev.keybearer.cli.wiring;

import org.jspecify.annotations.Nullable;

/** What a config names cannot be used; the message says what and how to mend it. */
public final class WiringFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WiringFailure(String message) {
    super(message);
  }

  WiringFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
